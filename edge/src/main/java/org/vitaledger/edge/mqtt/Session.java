package org.vitaledger.edge.mqtt;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connected client. Runs on its event loop; {@link #markReady}, {@link #answersReady}, {@link #deliver},
 * {@link #readAgain} and {@link #end} may be called from any thread.
 */
final class Session extends SimpleChannelInboundHandler<MqttMessage> {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final int TOPIC_ALIAS = 35;
    private static final long BUSY_MILLIS = 1_000;

    private final Hub hub;
    private final Sessions.Key key;
    private final Dialect dialect;
    private final Channel channel;
    private final Outbound out;
    private final Downstream downstream;
    private final KeepAlive keepAlive;
    private final InFlight inFlight = new InFlight();
    private final Subscriptions subscriptions;
    private final TopicAliases aliases = new TopicAliases();
    private final AtomicBoolean ready = new AtomicBoolean();
    private boolean busy;
    private boolean ending;

    Session(Hub hub, Sessions.Key key, Dialect dialect, Channel channel) {
        this.hub = hub;
        this.key = key;
        this.dialect = dialect;
        this.channel = channel;
        this.out = new Outbound(channel, dialect);
        this.downstream = new Downstream(out, dialect);
        this.keepAlive = new KeepAlive(this, channel.eventLoop());
        this.subscriptions = new Subscriptions(this, hub.sessions());
    }

    Sessions.Key key() {
        return key;
    }

    ClientIdentity client() {
        return key.client();
    }

    /** Whether it is of somebody who watches: nothing that it publishes is kept, so nothing of it waits for a disk. */
    boolean readsAlerts() {
        return client() instanceof ClientIdentity.AlertReader;
    }

    Set<String> filters() {
        return subscriptions.filters();
    }

    EventLoop eventLoop() {
        return channel.eventLoop();
    }

    boolean ending() {
        return ending;
    }

    /** Greets the client and watches its keep-alive of so many seconds, 0 for none. */
    void begin(MqttMessage connAck, int keepAliveSeconds) {
        out.send(connAck);
        keepAlive.start(keepAliveSeconds);
        updateReading();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
        if (ending) {
            return;
        }
        if (message.decoderResult().isFailure()) {
            reject(Reason.MALFORMED_PACKET);
            return;
        }
        switch (message.fixedHeader().messageType()) {
            case PUBLISH -> publish((MqttPublishMessage) message);
            case SUBSCRIBE -> subscribe((MqttSubscribeMessage) message);
            case UNSUBSCRIBE -> out.send(subscriptions.unsubscribe((MqttUnsubscribeMessage) message, dialect));
            case PINGREQ -> out.send(Dialect.pong());
            case DISCONNECT -> {
                ending = true;
                out.close();
            }
            case CONNECT, CONNACK, PUBACK, PUBREC, PUBREL, PUBCOMP, SUBACK, UNSUBACK, PINGRESP, AUTH ->
                breach(Reason.PROTOCOL_ERROR);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        keepAlive.heard();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof PacketGuard.Oversized) {
            reject(Reason.PACKET_TOO_LARGE);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        downstream.writable();
        updateReading();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ending = true;
        downstream.close();
        hub.sessions().remove(this);
        hub.pressure().forget(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException || cause instanceof DecoderException) {
            out.close();
        } else {
            LOG.error("a session of the MQTT endpoint failed", cause);
            end(Reason.UNSPECIFIED);
        }
    }

    private void publish(MqttPublishMessage message) {
        MqttPublishVariableHeader header = message.variableHeader();
        String topic = topic(header);
        if (topic == null) {
            breach(Reason.TOPIC_ALIAS_INVALID);
            return;
        }
        int packetId = message.fixedHeader().qosLevel() == MqttQoS.AT_MOST_ONCE ? 0 : header.packetId();
        Reason objection = objection(message, topic, packetId);
        if (objection != null) {
            breach(objection);
            return;
        }
        if (packetId != 0 && inFlight.contains(packetId)) {
            // A retransmission of what waits: the acknowledgement to come answers both.
            return;
        }
        byte[] payload = ByteBufUtil.getBytes(message.payload());
        Publish publish = new Publish(this, packetId, topic, payload);
        inFlight.add(publish);
        hub.pressure().take(payload.length);
        hub.counters().publishes.increment();
        handOver(publish);
        updateReading();
    }

    /** A bug in the handler ends this connection; what it got stays unacknowledged, and takes up nothing. */
    private void handOver(Publish publish) {
        try {
            hub.handler().published(publish);
        } catch (RuntimeException | Error e) {
            LOG.error("a packet could not be handled", e);
            end(Reason.UNSPECIFIED);
            publish.abandon();
        }
    }

    private @Nullable String topic(MqttPublishVariableHeader header) {
        Integer alias = dialect.version5()
                ? Dialect.integer(header.properties(), TOPIC_ALIAS).orElse(null)
                : null;
        return alias == null ? header.topicName() : aliases.resolve(alias, header.topicName());
    }

    private @Nullable Reason objection(MqttPublishMessage message, String topic, int packetId) {
        if (message.fixedHeader().qosLevel() == MqttQoS.EXACTLY_ONCE) {
            return Reason.QOS_NOT_SUPPORTED;
        }
        if (message.fixedHeader().isRetain() && dialect.version5()) {
            return Reason.RETAIN_NOT_SUPPORTED;
        }
        if (topic.isEmpty()) {
            return Reason.PROTOCOL_ERROR;
        }
        if (packetId != 0 && inFlight.contains(packetId)) {
            return message.fixedHeader().isDup() ? null : Reason.PROTOCOL_ERROR;
        }
        boolean full = inFlight.unacknowledged() >= hub.limits().inFlight();
        return packetId != 0 && full && dialect.version5() ? Reason.RECEIVE_MAXIMUM_EXCEEDED : null;
    }

    private void subscribe(MqttSubscribeMessage message) {
        Reason objection = dialect.version5() ? Subscriptions.objection(message) : null;
        if (objection == null) {
            MqttMessage answer = subscriptions.subscribe(message, dialect);
            // Before the answer, so that what comes after it comes once.
            List<StandingAlert> standing = standing();
            out.send(answer);
            message.payload()
                    .topicSubscriptions()
                    .forEach(subscription -> downstream.tell(standing, subscription.topicFilter()));
        } else {
            breach(objection);
        }
    }

    /** What is open now, which a reader that comes later would never hear. */
    private List<StandingAlert> standing() {
        return readsAlerts() ? hub.handler().standingAlerts() : List.of();
    }

    /** Notes that an answer was given; whether the caller must see to it that {@link #sendAnswers} runs. */
    boolean markReady() {
        return ready.compareAndSet(false, true);
    }

    /** Has the answers sent. */
    void answersReady() {
        if (markReady()) {
            execute(this::sendAnswers);
        }
    }

    /** Sends the answers whose turn has come, in the order of their PUBLISH packets. On the event loop. */
    void sendAnswers() {
        ready.set(false);
        long released = 0;
        for (Publish publish = inFlight.pollAnswered(); publish != null; publish = inFlight.pollAnswered()) {
            released += publish.payload().length;
            Answer answer = publish.settled();
            if (answer != null && !ending && !busy) {
                send(publish, answer);
            }
        }
        out.flushAcknowledgements();
        hub.pressure().release(released);
        updateReading();
    }

    private void send(Publish publish, Answer answer) {
        switch (answer) {
            case Answer.Accepted _ -> {
                hub.counters().acknowledged.increment();
                if (publish.acknowledged()) {
                    out.acknowledge(publish.packetId());
                }
            }
            case Answer.Refused refused -> {
                hub.counters().refused.increment();
                if (publish.acknowledged()) {
                    out.refuse(publish.packetId(), refused);
                }
            }
            case Answer.Unavailable _ -> endSoon();
        }
    }

    /**
     * The client is to come again, and to send again what was not acknowledged. Until it is sent away it is listened to and
     * gets no answers: what it has on the way may have to raise an alert, though nothing can be stored.
     */
    private void endSoon() {
        busy = true;
        var _ = eventLoop().schedule(() -> end(Reason.SERVER_BUSY), BUSY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Sends a PUBLISH of QoS 0 to the client. A client that does not keep up is disconnected, not silently skipped. */
    void deliver(String topic, byte[] payload) {
        if (!dialect.takes(topic, payload)) {
            return;
        }
        execute(() -> {
            if (ending) {
                return;
            }
            if (!downstream.offer(topic, payload)) {
                hub.counters().slowReaders.increment();
                end(Reason.QUOTA_EXCEEDED);
            }
        });
    }

    /** Looks again whether the socket may be read. */
    void readAgain() {
        execute(this::updateReading);
    }

    /** Ends the connection: with a DISCONNECT that says why, if the client speaks MQTT 5. */
    void end(Reason reason) {
        if (!eventLoop().inEventLoop()) {
            execute(() -> end(reason));
        } else if (!ending) {
            ending = true;
            out.disconnect(reason);
        }
    }

    /** The client broke the protocol. */
    void breach(Reason reason) {
        hub.counters().protocolErrors.increment();
        end(reason);
    }

    /** The client sent what could not be taken for a packet at all. */
    private void reject(Reason reason) {
        if (!ending) {
            breach(reason);
            hub.handler().rejected(client(), reason);
        }
    }

    private void execute(Runnable task) {
        if (!eventLoop().isShuttingDown()) {
            eventLoop().execute(task);
        }
    }

    private void updateReading() {
        boolean reading = channel.config().isAutoRead();
        int most = hub.limits().inFlight() * (dialect.version5() ? 2 : 1);
        boolean room = reading ? inFlight.size() < most : inFlight.size() <= most / 2;
        boolean open = hub.pressure().open(this);
        boolean read = ending || (room && open && out.writable());
        if (read != reading) {
            keepAlive.reading(read);
            channel.config().setAutoRead(read);
        }
        if (!open && !ending) {
            hub.pressure().await(this);
        }
    }
}
