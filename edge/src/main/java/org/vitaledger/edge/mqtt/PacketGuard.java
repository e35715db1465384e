package org.vitaledger.edge.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Follows the packets' fixed headers in front of the decoder and cuts the stream off where a packet is announced that
 * is larger than allowed, before anything of it is buffered. Then fires {@link Oversized}. For one event loop.
 */
final class PacketGuard extends ChannelInboundHandlerAdapter {
    /** Fired once, after everything before the packet that is too large was passed on. */
    record Oversized() {}

    private static final int LONGEST_HEADER = 5;

    private int limit;
    private boolean first = true;
    private int headerBytes;
    private int length;
    private long remaining;
    private boolean cut;

    PacketGuard(int limit) {
        this.limit = limit;
    }

    /** Allows packets of up to {@code bytes} from the next one on. */
    void allow(int bytes) {
        limit = bytes;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        if (cut) {
            buffer.release();
            return;
        }
        int end = scan(buffer);
        if (end < buffer.writerIndex()) {
            // The CONNECT is answered before what follows is looked at, which another limit may hold for.
            context.fireChannelRead(buffer.readRetainedSlice(end - buffer.readerIndex()));
            scan(buffer);
        }
        if (buffer.isReadable()) {
            context.fireChannelRead(buffer);
        } else {
            buffer.release();
        }
        if (cut) {
            context.fireUserEventTriggered(new Oversized());
        }
    }

    /** Up to the end of the connection's first packet, or of the buffer, which is cut off where it must be. */
    private int scan(ByteBuf buffer) {
        int index = buffer.readerIndex();
        int end = buffer.writerIndex();
        while (index < end && !cut) {
            if (remaining > 0) {
                long step = Math.min(remaining, end - index);
                remaining -= step;
                index += (int) step;
            } else {
                int start = index - headerBytes;
                header(buffer.getByte(index++));
                if (cut) {
                    index = Math.max(buffer.readerIndex(), start);
                    buffer.writerIndex(index);
                }
            }
            if (first && headerBytes == 0 && remaining == 0) {
                first = false;
                return index;
            }
        }
        return index;
    }

    private void header(byte value) {
        headerBytes++;
        if (headerBytes == 1) {
            length = 0;
            return;
        }
        length |= (value & 0x7f) << (7 * (headerBytes - 2));
        if (value >= 0) {
            cut = length + headerBytes > limit;
            remaining = length;
            headerBytes = 0;
        } else if (headerBytes == LONGEST_HEADER) {
            // A length of more than four bytes: the decoder refuses it, nothing after it matters.
            remaining = Long.MAX_VALUE;
        }
    }
}
