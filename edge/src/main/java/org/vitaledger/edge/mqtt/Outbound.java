package org.vitaledger.edge.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * What goes out to one client. Failed writes close the channel by themselves, so nobody waits for them. For one event
 * loop.
 */
final class Outbound {
    private static final byte PUBACK = 0x40;

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

    /** Refuses one packet; false if the client's version has no such answer. */
    boolean refuse(int packetId, Answer.Refused refused) {
        flushAcknowledgements();
        if (dialect.version5()) {
            send(dialect.refused(packetId, refused));
        }
        return dialect.version5();
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

    void sendAndClose(MqttMessage last) {
        channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
    }

    void close() {
        var _ = channel.close();
    }
}
