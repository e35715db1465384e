package org.vitaledger.device.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.vitaledger.device.load.LoadFault.Load;

/** One device's connection: keeps its window full. All of it runs on the connection's event loop. */
final class LoadConnection extends SimpleChannelInboundHandler<MqttMessage> {
    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final int PUBLISH_QOS_1 = 0x32;
    private static final int FLUSH_BYTES = 64 * 1024;
    private static final int FIRST_REFUSAL = 0x80;

    private final LoadDevice device;
    private final Measures measures;
    private final byte[] topic;
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<Void> failed;

    /** The free packet identifiers, and by identifier when its pack was sent or was to be sent. */
    private final int[] free;

    private int freeCount;
    private final long[] since;
    private @Nullable Beat beat;
    private @Nullable ScheduledFuture<?> timer;
    private boolean sending;
    private boolean closing;

    LoadConnection(LoadDevice device, int window, Measures measures, CompletableFuture<Void> failed) {
        this.device = device;
        this.measures = measures;
        this.failed = failed;
        this.topic = ("vl/" + device.id().text() + "/up").getBytes(US_ASCII);
        this.free = new int[window];
        this.since = new long[window + 1];
        for (int id = window; id > 0; id--) {
            free[freeCount++] = id;
        }
    }

    /** Completes when the gateway has let the device in. */
    CompletableFuture<Void> connected() {
        return connected;
    }

    /** Begins to send; for any thread, like {@link #stop} and {@link #close}. */
    void start(Channel channel, @Nullable Beat itsBeat) {
        channel.eventLoop().execute(() -> {
            beat = itsBeat;
            sending = true;
            fill(channel);
            if (itsBeat != null) {
                timer = channel.eventLoop().scheduleAtFixedRate(() -> fill(channel), 1, 1, TimeUnit.MILLISECONDS);
            }
        });
    }

    void stop(Channel channel) {
        channel.eventLoop().execute(() -> sending = false);
    }

    void close(Channel channel) {
        channel.eventLoop().execute(() -> {
            closing = true;
            ScheduledFuture<?> ticking = timer;
            if (ticking != null) {
                ticking.cancel(false);
            }
            var _ = channel.close();
        });
    }

    /** How many packs wait for their answer; on the event loop. */
    int unanswered() {
        return free.length - freeCount;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        var _ = context.writeAndFlush(MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId(device.id().text())
                .cleanSession(true)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .hasUser(true)
                .username(device.login().username())
                .hasPassword(true)
                .password(device.login().password().toArray())
                .build());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
        if (message instanceof MqttConnAckMessage answer) {
            MqttConnectReturnCode code = answer.variableHeader().connectReturnCode();
            if (code == MqttConnectReturnCode.CONNECTION_ACCEPTED) {
                connected.complete(null);
            } else {
                fail(new LoadFault(Load.TURNED_AWAY, Map.of("reason", code), null));
            }
        } else if (message.fixedHeader().messageType() == MqttMessageType.PUBACK) {
            acknowledged((MqttMessageIdVariableHeader) message.variableHeader());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        fill(context.channel());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!closing) {
            fail(new LoadFault(Load.CONNECTION_LOST, Map.of("device", device.id()), null));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(new LoadFault(Load.CONNECTION_LOST, Map.of("device", device.id()), cause));
    }

    private void fail(LoadFault fault) {
        connected.completeExceptionally(fault);
        failed.completeExceptionally(fault);
    }

    private void acknowledged(MqttMessageIdVariableHeader header) {
        int id = header.messageId();
        int code = header instanceof MqttPubReplyMessageVariableHeader reply ? reply.reasonCode() & 0xff : 0;
        if (code < FIRST_REFUSAL) {
            measures.accepted(System.nanoTime() - since[id]);
        } else {
            measures.refused(code);
        }
        free[freeCount++] = id;
    }

    /** Writes as many packs as the window and the beat allow, many of them in one buffer. */
    private void fill(Channel channel) {
        if (!sending || freeCount == 0) {
            return;
        }
        ByteBuf buffer = channel.alloc().buffer(FLUSH_BYTES);
        Beat itsBeat = beat;
        while (sending && freeCount > 0 && (itsBeat == null || itsBeat.isDue())) {
            Optional<byte[]> pack = device.packs().next();
            if (pack.isEmpty()) {
                sending = false;
                break;
            }
            int id = free[--freeCount];
            since[id] = itsBeat == null ? System.nanoTime() : itsBeat.take();
            publish(buffer, id, pack.get());
        }
        if (buffer.isReadable()) {
            var _ = channel.writeAndFlush(buffer);
        } else {
            buffer.release();
        }
    }

    /** One PUBLISH (MQTT 5 section 3.3) without properties. */
    private void publish(ByteBuf buffer, int id, byte[] pack) {
        buffer.writeByte(PUBLISH_QOS_1);
        int remaining = 2 + topic.length + 2 + 1 + pack.length;
        while (remaining >= 0x80) {
            buffer.writeByte((remaining & 0x7f) | 0x80);
            remaining >>>= 7;
        }
        buffer.writeByte(remaining);
        buffer.writeShort(topic.length);
        buffer.writeBytes(topic);
        buffer.writeShort(id);
        buffer.writeByte(0);
        buffer.writeBytes(pack);
    }
}
