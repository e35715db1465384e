package org.vitaledger.ledger.hashgraph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.ledger.hashgraph.engine.Position;
import org.vitaledger.ledger.log.BlockLog;

/**
 * From one roster to the next. The last block that a roster orders is the one before the next roster's first; then the engine
 * freezes, the process starts again, and the engine goes on with the next roster. A member that was away meanwhile has an
 * engine that the others no longer understand: it leaves that behind and begins a new one, which fetches the others' state.
 */
final class Handover {
    private static final long LINGER_MILLIS = 2_000;

    private final Membership membership;
    private final BlockLog log;
    private final Halt halt;
    private final Path left;
    private volatile long engineRoster;

    /** @param engine the folder of the engine */
    Handover(Membership membership, BlockLog log, Halt halt, Path engine) {
        this.membership = membership;
        this.log = log;
        this.halt = halt;
        this.left = mark(engine);
    }

    private static Path mark(Path engine) {
        return engine.resolveSibling(engine.getFileName() + ".left");
    }

    /** Removes an engine that was left behind, before the next is started. */
    static void clear(Path engine) throws IOException {
        if (!Files.exists(mark(engine))) {
            return;
        }
        if (Files.exists(engine)) {
            List<Path> files;
            try (Stream<Path> all = Files.walk(engine)) {
                files = all.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(mark(engine));
    }

    Membership membership() {
        return membership;
    }

    /**
     * The engine goes on at {@code position}.
     *
     * @throws SubmitFault of kind ROSTER_CHANGED if the log has blocks of a later roster: then the engine is left behind
     */
    void adopted(Position position) {
        engineRoster = position.roster();
        if (engineRoster < membership.roster() && log.head().height() >= membership.fromHeight()) {
            throw leave();
        }
    }

    /** The number of the roster that orders what follows at {@code at}. */
    long rosterAfter(Position at) {
        Snapshot head = log.head();
        long height = at.size() == head.size()
                ? head.height()
                : log.startingAt(at.size()).height() - 1;
        return Membership.rosterAfter(height, head);
    }

    /** The others are far ahead: if by another roster, they can't tell our engine their state. */
    void behind() {
        Snapshot head = log.head();
        if (engineRoster < Membership.rosterAfter(head.height(), head)) {
            halt.because(leave());
        }
    }

    private SubmitFault leave() {
        try {
            Files.write(left, new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return changed();
    }

    private static SubmitFault changed() {
        return new SubmitFault(SubmitFault.Kind.ROSTER_CHANGED, Map.of(), null);
    }

    /** Our engine froze. Others may still need what it knows for doing so too. */
    void frozen() {
        Thread.ofVirtual().name("ledger-handover").start(() -> {
            if (!halt.closedWithin(LINGER_MILLIS)) {
                halt.because(changed());
            }
        });
    }
}
