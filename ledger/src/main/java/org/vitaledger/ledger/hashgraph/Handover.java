package org.vitaledger.ledger.hashgraph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.vitaledger.journal.DurableFile;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.ledger.hashgraph.engine.FrozenState;
import org.vitaledger.ledger.hashgraph.engine.Position;
import org.vitaledger.ledger.hashgraph.peer.HandoverPack;
import org.vitaledger.ledger.log.BlockLog;

/**
 * From one roster to the next (ADR 0010). The last block that a roster orders is the one before the next roster's first; then
 * the engine freezes, the process starts again, and the engine goes on with the next roster. What it froze with, and the last
 * block's checkpoint, are kept for members that are new or were away.
 */
final class Handover {
    private static final long LINGER_MILLIS = 2_000;
    private static final long TICK_MILLIS = 100;

    private final Membership membership;
    private final BlockLog log;
    private final Halt halt;
    private final Path directory;
    private final long node;
    private volatile long engineRoster;

    /**
     * @param directory of the ledger
     * @param node the number of our node
     */
    Handover(Membership membership, BlockLog log, Halt halt, Path directory, long node) {
        this.membership = membership;
        this.log = log;
        this.halt = halt;
        this.directory = directory;
        this.node = node;
    }

    /** Where the engine keeps its files. */
    static Path engine(Path directory) {
        return directory.resolve("engine");
    }

    /** The number of the roster that the engine in a ledger's folder orders with; 0 if there is none. */
    static long engineRoster(Path directory) throws IOException {
        Path file = rosterFile(directory);
        if (Files.exists(file)) {
            return Long.parseLong(Files.readString(file).strip());
        }
        return Files.exists(engine(directory)) ? 1 : 0;
    }

    private static Path rosterFile(Path directory) {
        return engine(directory).resolve("roster");
    }

    private static Path packFile(Path directory, long roster) {
        return directory.resolve("handover-" + roster);
    }

    /** What the roster with a number was begun with, if we took part in that. */
    static Optional<byte[]> pack(Path directory, long roster) {
        try {
            Path file = packFile(directory, roster);
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Membership membership() {
        return membership;
    }

    /**
     * Asks that our engine knows who orders at {@code position}, which others may have told it.
     *
     * @throws SubmitFault of kind ROSTER_CHANGED
     */
    void requireKnown(Position position) {
        if (position.roster() > membership.roster()) {
            throw changed();
        }
    }

    /** The engine goes on at {@code position}. */
    void adopted(Position position) {
        engineRoster = position.roster();
        DurableFile.replace(rosterFile(directory), Long.toString(engineRoster).getBytes(StandardCharsets.US_ASCII));
    }

    /** The number of the roster that orders what follows at {@code at}. */
    long rosterAfter(Position at) {
        Snapshot head = log.head();
        long height = at.size() == head.size()
                ? head.height()
                : log.startingAt(at.size()).height() - 1;
        return Membership.rosterAfter(height, head);
    }

    /** The others are far ahead: if by another roster, only a start can bring us there. */
    void behind() {
        Snapshot head = log.head();
        if (engineRoster < Membership.rosterAfter(head.height(), head)) {
            halt.because(changed());
        }
    }

    private static SubmitFault changed() {
        return new SubmitFault(SubmitFault.Kind.ROSTER_CHANGED, Map.of(), null);
    }

    /** Our engine froze. Others may still need what it knows for doing so too, and our cosignature. */
    void frozen() {
        Thread.ofVirtual().name("ledger-handover").start(() -> {
            boolean ended = halt.closedWithin(LINGER_MILLIS);
            while (!ended && log.shown().size() < log.head().size()) {
                ended = halt.closedWithin(TICK_MILLIS);
            }
            if (!ended) {
                keepPack();
                halt.because(changed());
            }
        });
    }

    private void keepPack() {
        Snapshot last = log.shown();
        try {
            byte[] state = FrozenState.pack(engine(directory), node);
            DurableFile.replace(
                    packFile(directory, Membership.rosterAfter(last.height(), last)),
                    new HandoverPack(last.checkpoint(), state).encode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
