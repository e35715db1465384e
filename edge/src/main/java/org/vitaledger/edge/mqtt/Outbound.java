package org.vitaledger.edge.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What goes out to one client. Failed writes close the channel by themselves, so nobody waits for them. For one event
 * loop.
 */
final class Outbound {
    private static final byte PUBACK = 0x40;
    private static final int LAST_WORD_SECONDS = 5;

    private final Channel channel;
    private final Dialect dialect;
    private @Nullable ByteBuf acknowledgements;

    Outbound(Channel channel, Dialect dialect) {
        this.channel = channel;
        this.dialect = dialect;
    }

    boolean writable() {
        return channel.isWritable();
    }

    void send(MqttMessage message) {
        var _ = channel.writeAndFlush(message);
    }

    /** Collects the four bytes of a successful PUBACK, the same in both versions, so that a batch is one write. */
    void acknowledge(int packetId) {
        if (acknowledgements == null) {
            acknowledgements = channel.alloc().buffer(64);
        }
        acknowledgements.writeByte(PUBACK).writeByte(2).writeShort(packetId);
    }

    void flushAcknowledgements() {
        if (acknowledgements != null) {
            var _ = channel.writeAndFlush(acknowledgements);
            acknowledgements = null;
        }
    }

    /**
     * Refuses one packet. Version 3.1.1 has no such answer, so the packet is acknowledged, as MQTT 3.1.1 section 3.3.5 allows:
     * without that the client would send it again on each connection, and nothing behind it would ever come.
     */
    void refuse(int packetId, Answer.Refused refused) {
        if (dialect.version5()) {
            flushAcknowledgements();
            send(dialect.refused(packetId, refused));
        } else {
            acknowledge(packetId);
        }
    }

    /** Ends the connection: with a DISCONNECT that says why, if the client speaks MQTT 5. */
    void disconnect(Reason reason) {
        flushAcknowledgements();
        if (dialect.version5()) {
            sendAndClose(Dialect.disconnect(reason));
        } else {
            close();
        }
    }

    /** A client that takes nothing more is not waited for. */
    void sendAndClose(MqttMessage last) {
        ScheduledFuture<?> late = channel.eventLoop().schedule(this::close, LAST_WORD_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> late.cancel(false));
        channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
    }

    void close() {
        var _ = channel.close();
    }
}
