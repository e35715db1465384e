package org.vitaledger.ledger.hashgraph.engine;

import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;

/** A transaction of the engine: one byte that tells the kind, then the content. */
sealed interface Envelope {
    /** The bytes that an envelope adds. */
    int OVERHEAD = 1;

    /** Something of the application's. */
    record Content(Bytes content) implements Envelope {}

    /** A node's signature over the engine's state. */
    record EngineSignature(Bytes content) implements Envelope {}

    /** Something of the application's that is told to all, and not ordered. */
    record Aside(Bytes content) implements Envelope {}

    /** Nothing; it only makes the others move. */
    record NoOp() implements Envelope {}

    default Bytes encode() {
        return switch (this) {
            case Content content -> Bytes.of((byte) 1).plus(content.content());
            case EngineSignature signature -> Bytes.of((byte) 2).plus(signature.content());
            case NoOp _ -> Bytes.of((byte) 3);
            case Aside aside -> Bytes.of((byte) 4).plus(aside.content());
        };
    }

    /** Empty if {@code bytes} are not an envelope. */
    static Optional<Envelope> parse(byte[] bytes) {
        if (bytes.length == 0) {
            return Optional.empty();
        }
        Bytes content = Bytes.of(bytes, 1, bytes.length - 1);
        return switch (bytes[0]) {
            case 1 -> Optional.of(new Content(content));
            case 2 -> Optional.of(new EngineSignature(content));
            case 3 -> content.size() == 0 ? Optional.of(new NoOp()) : Optional.empty();
            case 4 -> Optional.of(new Aside(content));
            default -> Optional.empty();
        };
    }
}
