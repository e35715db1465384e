package org.vitaledger.core.contract;

import java.time.Instant;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.value.MemberId;

/**
 * A leaf of the ledger's log. A block is its commands with their outcomes, closed by one {@link Close}. The bytes of an
 * entry are canonical; at most {@link #MAX_SIZE} of them, the bound of a C2SP tlog-tiles entry bundle.
 */
public sealed interface Entry {
    /** The most bytes in an entry. */
    int MAX_SIZE = 65_535;

    /** The bytes that most entries have room in. */
    int USUAL_SIZE = 1_536;

    /**
     * A command and what came of it.
     *
     * @param submitter the member that submitted it, authenticated by the ledger
     * @param command the command
     * @param outcome {@link Outcome#code()}
     */
    record Ordered(MemberId submitter, Command command, int outcome) implements Entry {}

    /**
     * The end of a block.
     *
     * @param height the number of the block, from 1
     * @param time the consensus time of the block, whole milliseconds; never before the last block's
     * @param stateRoot the root of the state map after the block
     */
    record Close(long height, Instant time, Hash stateRoot) implements Entry {}

    /** The canonical bytes. */
    default Bytes encode() {
        CborWriter out = new CborWriter(USUAL_SIZE);
        switch (this) {
            case Ordered ordered -> {
                out.writeArray(4).writeLong(1).writeText(ordered.submitter().text());
                CommandCodec.write(out, ordered.command());
                out.writeLong(ordered.outcome());
            }
            case Close close ->
                out.writeArray(4)
                        .writeLong(2)
                        .writeLong(close.height())
                        .writeLong(close.time().toEpochMilli())
                        .writeBytes(close.stateRoot().bytes());
        }
        return out.toBytes();
    }

    /** Whether canonical bytes are those of a block's end; of others it says nothing. */
    static boolean closes(Bytes bytes) {
        return bytes.size() > 1 && bytes.at(1) == 2;
    }

    /**
     * Reads the canonical bytes.
     *
     * @throws EntryRejected if they are not exactly what {@link #encode()} writes
     */
    static Entry parse(Bytes bytes) throws EntryRejected {
        try {
            CborReader in = CborReader.deterministic(bytes.toArray());
            in.readArray(4);
            int kind = in.readInt();
            Entry entry = switch (kind) {
                case 1 -> new Ordered(new MemberId(in.readText()), CommandCodec.read(in), in.readInt());
                case 2 ->
                    new Close(in.readUnsigned(), Instant.ofEpochMilli(in.readLong()), Hash.of(in.readByteArray()));
                default -> throw new IllegalArgumentException("unknown kind of entry");
            };
            in.end();
            if (!entry.encode().equals(bytes)) {
                throw new IllegalArgumentException("not in canonical order");
            }
            return entry;
        } catch (CborRejected | IllegalArgumentException e) {
            throw new EntryRejected("not an entry of a ledger: " + e.getMessage(), e);
        }
    }
}
