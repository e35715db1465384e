package org.vitaledger.device.publish;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.vitaledger.core.bytes.Bytes;

/** A gateway for tests: it answers each PUBLISH as it is told, and writes down what it has acknowledged. */
public final class TestGateway implements AutoCloseable {
    private final NioEventLoopGroup threads = new NioEventLoopGroup(1);
    private final Function<Received, Reaction> reaction;
    private final Channel server;
    private final Map<String, List<Bytes>> accepted = new ConcurrentHashMap<>();
    private final Set<Channel> connections = ConcurrentHashMap.newKeySet();
    private final List<String> logins = new CopyOnWriteArrayList<>();
    private volatile int connectCode;

    /** What a client has published. */
    public record Received(String client, String topic, Bytes payload) {}

    /** What to do about it. */
    public enum Reaction {
        /** PUBACK success. */
        ACCEPT,
        /** PUBACK with the reason "Payload format invalid". */
        REFUSE,
        /** Closes the connection instead of an answer. */
        DROP,
        /** Never answers. */
        HOLD
    }

    /** Listens on a free port. */
    public TestGateway(Function<Received, Reaction> reaction) {
        this(reaction, 0);
    }

    /** Listens on {@code port}. */
    public TestGateway(Function<Received, Reaction> reaction, int port) {
        this.reaction = reaction;
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new MqttDecoder(1 << 20), MqttEncoder.INSTANCE, new Handler());
                        connections.add(channel);
                    }
                });
        server = bootstrap.bind("127.0.0.1", port).syncUninterruptibly().channel();
    }

    /** Where it listens. */
    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** What it has acknowledged of one client, in order. */
    public List<Bytes> accepted(String client) {
        return List.copyOf(accepted.getOrDefault(client, List.of()));
    }

    /** The user names of all CONNECTs. */
    public List<String> logins() {
        return logins;
    }

    /** Lets all CONNECTs fail with a reason code, or succeed again with 0. */
    public void answerConnects(int code) {
        connectCode = code;
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        connections.forEach(it -> it.close().syncUninterruptibly());
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Handler extends SimpleChannelInboundHandler<MqttMessage> {
        private String client = "";
        private boolean dropped;

        @Override
        protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
            switch (message) {
                case MqttConnectMessage connect -> connect(context, connect);
                case MqttPublishMessage publish -> publish(context, publish);
                case MqttSubscribeMessage subscribe -> subscribe(context, subscribe);
                default -> {
                    if (message.fixedHeader().messageType() == MqttMessageType.DISCONNECT) {
                        var _ = context.close();
                    }
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            connections.remove(context.channel());
        }

        private void connect(ChannelHandlerContext context, MqttConnectMessage connect) {
            client = connect.payload().clientIdentifier();
            logins.add(String.valueOf(connect.payload().userName()));
            MqttProperties properties = new MqttProperties();
            properties.add(new MqttProperties.IntegerProperty(MqttPropertyType.RECEIVE_MAXIMUM.value(), 64));
            MqttConnAckMessage answer = MqttMessageBuilders.connAck()
                    .returnCode(MqttConnectReturnCode.valueOf((byte) connectCode))
                    .properties(properties)
                    .build();
            var _ = context.writeAndFlush(answer);
            if (connectCode != 0) {
                var _ = context.close();
            }
        }

        private void subscribe(ChannelHandlerContext context, MqttSubscribeMessage subscribe) {
            String topic = subscribe.payload().topicSubscriptions().getFirst().topicFilter();
            var _ = context.write(MqttMessageBuilders.subAck()
                    .packetId(subscribe.variableHeader().messageId())
                    .addGrantedQos(MqttQoS.AT_MOST_ONCE)
                    .build());
            var _ = context.writeAndFlush(MqttMessageBuilders.publish()
                    .topicName(topic)
                    .qos(MqttQoS.AT_MOST_ONCE)
                    .payload(Unpooled.copiedBuffer(new byte[] {1, 2, 3}))
                    .build());
        }

        private void publish(ChannelHandlerContext context, MqttPublishMessage publish) {
            if (dropped) {
                return; // already read when the connection was closed
            }
            Bytes payload = Bytes.of(ByteBufUtil.getBytes(publish.payload()));
            Received received = new Received(client, publish.variableHeader().topicName(), payload);
            switch (reaction.apply(received)) {
                case ACCEPT -> {
                    accepted.computeIfAbsent(client, id -> new CopyOnWriteArrayList<>())
                            .add(payload);
                    acknowledge(context, publish, (byte) 0);
                }
                case REFUSE -> acknowledge(context, publish, (byte) 0x99);
                case DROP -> {
                    dropped = true;
                    var _ = context.close();
                }
                case HOLD -> {}
            }
        }

        private static void acknowledge(ChannelHandlerContext context, MqttPublishMessage publish, byte code) {
            MqttFixedHeader header = new MqttFixedHeader(MqttMessageType.PUBACK, false, MqttQoS.AT_MOST_ONCE, false, 0);
            int id = publish.variableHeader().packetId();
            MqttProperties properties = new MqttProperties();
            properties.add(new MqttProperties.StringProperty(MqttPropertyType.REASON_STRING.value(), "BAD_CONTENT"));
            var _ = context.writeAndFlush(
                    code == 0
                            ? new MqttMessage(header, MqttMessageIdVariableHeader.from(id))
                            : new MqttMessage(header, new MqttPubReplyMessageVariableHeader(id, code, properties)));
        }
    }
}
