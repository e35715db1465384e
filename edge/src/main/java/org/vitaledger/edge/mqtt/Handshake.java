package org.vitaledger.edge.mqtt;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders.ConnAckPropertiesBuilder;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes the CONNECT of a new connection: who it is, what it may; then a {@link Session} takes its place. */
final class Handshake extends SimpleChannelInboundHandler<MqttMessage> {
    private static final int LONGEST_CLIENT_ID = 128;
    private static final int AUTHENTICATION_METHOD = 21;
    private static final int SESSION_EXPIRY_INTERVAL = 17;
    private static final int OLDEST_VERSION = 4;

    private final Hub hub;
    private @Nullable ScheduledFuture<?> timeout;
    private boolean over;

    Handshake(Hub hub) {
        this.hub = hub;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        timeout = context.executor()
                .schedule(
                        () -> drop(context),
                        hub.limits().connections().patience().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (timeout != null) {
            timeout.cancel(false);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
        if (over) {
            return;
        }
        if (message.decoderResult().isFailure()) {
            if (message.decoderResult().cause() instanceof MqttUnacceptableProtocolVersionException) {
                refuse(context, Dialect.UNKNOWN, Reason.UNSUPPORTED_VERSION);
            } else {
                drop(context);
            }
        } else if (message instanceof MqttConnectMessage connect) {
            connect(context, connect);
        } else {
            drop(context);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof PacketGuard.Oversized) {
            drop(context);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A failed TLS handshake or a broken connection: the client's affair.
        drop(context);
    }

    private void connect(ChannelHandlerContext context, MqttConnectMessage connect) {
        Dialect dialect = Dialect.of(connect.variableHeader());
        Optional<Reason> objection = objection(connect);
        if (objection.isPresent()) {
            refuse(context, dialect, objection.get());
            return;
        }
        Optional<ClientIdentity> client = authenticate(context, connect.payload());
        if (client.isEmpty()) {
            refuse(context, dialect, missingCredentials(connect) ? Reason.NOT_AUTHORIZED : Reason.BAD_CREDENTIALS);
            return;
        }
        String identifier = connect.payload().clientIdentifier();
        boolean assigned = identifier.isEmpty();
        String name = assigned ? UUID.randomUUID().toString() : identifier;
        int keepAlive = keepAlive(connect.variableHeader(), dialect);
        MqttProperties properties = dialect.version5()
                ? properties(connect.variableHeader(), assigned ? Optional.of(name) : Optional.empty(), keepAlive)
                : MqttProperties.NO_PROPERTIES;
        if (dialect.version5() && Dialect.connAckBytes(properties) > dialect.packetBytes()) {
            refuse(context, dialect, Reason.PACKET_TOO_LARGE);
            return;
        }
        Session session = new Session(hub, new Sessions.Key(client.get(), name), dialect, context.channel());
        hub.sessions().add(session);
        hub.counters().connected.increment();
        hub.openings().done(context.channel());
        context.pipeline().get(PacketGuard.class).allow(hub.limits().packetBytes());
        context.pipeline().replace(this, "session", session);
        session.begin(Dialect.connAck(MqttConnectReturnCode.CONNECTION_ACCEPTED, properties), keepAlive);
    }

    private static Optional<Reason> objection(MqttConnectMessage connect) {
        MqttConnectVariableHeader header = connect.variableHeader();
        String identifier = connect.payload().clientIdentifier();
        if (header.version() < OLDEST_VERSION) {
            return Optional.of(Reason.UNSUPPORTED_VERSION);
        }
        if (header.properties().getProperty(AUTHENTICATION_METHOD) != null) {
            return Optional.of(Reason.BAD_AUTHENTICATION_METHOD);
        }
        boolean needsName = header.version() == OLDEST_VERSION && !header.isCleanSession();
        if (identifier.length() > LONGEST_CLIENT_ID || (identifier.isEmpty() && needsName)) {
            return Optional.of(Reason.CLIENT_ID_INVALID);
        }
        if (header.isWillFlag() && header.version() > OLDEST_VERSION) {
            if (header.willQos() > MqttQoS.AT_LEAST_ONCE.value()) {
                return Optional.of(Reason.QOS_NOT_SUPPORTED);
            }
            return header.isWillRetain() ? Optional.of(Reason.RETAIN_NOT_SUPPORTED) : Optional.empty();
        }
        return Optional.empty();
    }

    private Optional<ClientIdentity> authenticate(ChannelHandlerContext context, MqttConnectPayload payload) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        Optional<ClientIdentity> certified = tls == null
                ? Optional.empty()
                : ClientCertificate.identity(tls.engine().getSession());
        if (certified.isPresent()) {
            return certified;
        }
        byte[] password = payload.passwordInBytes();
        return payload.userName() == null || password == null
                ? Optional.empty()
                : hub.credentials().authenticate(payload.userName(), password);
    }

    private static boolean missingCredentials(MqttConnectMessage connect) {
        return !connect.variableHeader().hasUserName()
                || !connect.variableHeader().hasPassword();
    }

    /** The keep-alive in force, in seconds; 0 is none. */
    private int keepAlive(MqttConnectVariableHeader header, Dialect dialect) {
        int longest = (int) hub.limits().keepAlive().toSeconds();
        int asked = header.keepAliveTimeSeconds();
        return dialect.version5() && (asked == 0 || asked > longest) ? longest : asked;
    }

    private MqttProperties properties(MqttConnectVariableHeader connect, Optional<String> assigned, int keepAlive) {
        ConnAckPropertiesBuilder properties = new ConnAckPropertiesBuilder()
                .receiveMaximum(hub.limits().inFlight())
                .maximumQos((byte) 1)
                .retainAvailable(false)
                .maximumPacketSize(hub.limits().packetBytes())
                .topicAliasMaximum(TopicAliases.MAXIMUM)
                .subscriptionIdentifiersAvailable(false)
                .sharedSubscriptionAvailable(false);
        assigned.ifPresent(properties::assignedClientId);
        if (keepAlive != connect.keepAliveTimeSeconds()) {
            properties.serverKeepAlive(keepAlive);
        }
        if (Dialect.integer(connect.properties(), SESSION_EXPIRY_INTERVAL).orElse(0) != 0) {
            properties.sessionExpiryInterval(0);
        }
        return properties.build();
    }

    private void refuse(ChannelHandlerContext context, Dialect dialect, Reason reason) {
        over = true;
        hub.counters().connectsRefused.increment();
        if (dialect.version5() && Dialect.connAckBytes(MqttProperties.NO_PROPERTIES) > dialect.packetBytes()) {
            var _ = context.close();
        } else {
            context.writeAndFlush(dialect.connectRefused(reason)).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Closes without a word, as it must be before a CONNECT that can be understood (MQTT 5 section 4.13.1). */
    private void drop(ChannelHandlerContext context) {
        over = true;
        hub.counters().connectsRefused.increment();
        var _ = context.close();
    }
}
