package org.vitaledger.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vitaledger.journal.FrameReader.Step;
import org.vitaledger.journal.JournalFault.Kind;

/** Walks the files of a stopped journal from the first byte to the last, changes nothing, and tells what is wrong. */
public final class JournalCheck {
    private final List<Path> files;
    private final Visitor visitor;
    private final List<Finding> findings = new ArrayList<>();
    private long records;
    private long end;
    private boolean closed;
    private @Nullable Segment before;

    private JournalCheck(List<Path> files, Visitor visitor) {
        this.files = files;
        this.visitor = visitor;
    }

    /**
     * What a check saw.
     *
     * @param findings everything that is not as it should be, in the order of the files
     * @param records how many valid records there are
     * @param end the position after the last of them
     * @param closedCleanly whether the journal ends with the marker of a clean close
     */
    public record Report(List<Finding> findings, long records, long end, boolean closedCleanly) {
        public Report {
            findings = List.copyOf(findings);
        }
    }

    /** Sees the valid records in order, with the place where each stands. */
    @FunctionalInterface
    public interface Visitor {
        /** {@code record} starts at {@code offset} of {@code file}. */
        void visit(Path file, long offset, JournalRecord record);
    }

    /** As {@link #check(Path, Visitor)}, for those who need not know where a record stands. */
    public static Report check(Path directory, Consumer<JournalRecord> visitor) {
        return check(directory, (_, _, record) -> visitor.accept(record));
    }

    /**
     * Checks the journal in {@code directory} and shows every valid record to {@code visitor}, in order.
     *
     * @throws JournalFault of kind IN_USE if it is not stopped, READ_FAILED
     */
    public static Report check(Path directory, Visitor visitor) {
        if (!Files.isDirectory(directory)) {
            return new Report(List.of(missing(directory)), 0, 0, false);
        }
        FileChannel lock = JournalLock.take(directory);
        try (SegmentReads reads = new SegmentReads()) {
            return new JournalCheck(Segments.files(directory), visitor).run(directory, reads);
        } catch (IOException e) {
            throw new JournalFault(Kind.READ_FAILED, Map.of("journal", directory), e);
        } finally {
            JournalLock.release(lock);
        }
    }

    /**
     * Whether anything was ever written to the journal in {@code directory}, and is still there, good or bad.
     *
     * @throws JournalFault of kind READ_FAILED
     */
    public static boolean holdsAnything(Path directory) {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try {
            for (Path file : Segments.files(directory)) {
                if (Segment.namedPosition(file) > 0 || Files.size(file) > Segment.HEADER) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new JournalFault(Kind.READ_FAILED, Map.of("journal", directory), e);
        }
    }

    private static Finding missing(Path directory) {
        return new Finding(directory, 0, Finding.Kind.MISSING, "there is no segment");
    }

    private Report run(Path directory, SegmentReads reads) throws IOException {
        if (files.isEmpty()) {
            findings.add(missing(directory));
        }
        for (Path file : files) {
            Segment segment = openOrGuess(file);
            if (segment != null) {
                requireFollows(segment);
                walk(reads, segment, file.equals(files.getLast()));
                before = segment;
            }
        }
        return new Report(findings, records, end, closed);
    }

    /** With a damaged header, its name and the journal id of a neighbour still let the records be checked. */
    private @Nullable Segment openOrGuess(Path file) throws IOException {
        try {
            return Segment.open(file);
        } catch (JournalFault e) {
            findings.add(new Finding(
                    file,
                    Long.parseLong(e.context().getOrDefault("offset", "0")),
                    Finding.Kind.HEADER,
                    e.context().getOrDefault("what", "")));
            Segment neighbour = before;
            for (Path other : files) {
                if (neighbour == null && !other.equals(file)) {
                    neighbour = openQuietly(other);
                }
            }
            return neighbour == null ? null : new Segment(file, neighbour.journalId(), Segment.namedPosition(file));
        }
    }

    private static @Nullable Segment openQuietly(Path file) throws IOException {
        try {
            return Segment.open(file);
        } catch (JournalFault _) {
            return null;
        }
    }

    private void requireFollows(Segment segment) throws IOException {
        Segment previous = before;
        if (previous == null) {
            return;
        }
        if (previous.journalId() != segment.journalId()) {
            findings.add(new Finding(segment.file(), 0, Finding.Kind.HEADER, "the segment belongs to another journal"));
        }
        long size = Files.size(previous.file());
        if (previous.endPosition(size) != segment.first()) {
            findings.add(new Finding(
                    previous.file(), size, Finding.Kind.GAP, "the next segment does not start where this one ends"));
        }
    }

    private void walk(SegmentReads reads, Segment segment, boolean last) throws IOException {
        long limit = segment.endPosition(Files.size(segment.file()));
        FrameReader frames = new FrameReader(reads, segment, segment.first());
        while (true) {
            switch (frames.next(limit)) {
                case Step.Data data -> {
                    records++;
                    closed = false;
                    end = data.frame().end();
                    long position = data.frame().position();
                    visitor.visit(
                            segment.file(), segment.offset(position), new JournalRecord(position, data.payload()));
                }
                case Step.Close close -> {
                    closed = true;
                    end = close.frame().end();
                }
                case Step.Bad bad -> {
                    closed = false;
                    FrameReader behind = new FrameReader(reads, segment, bad.position());
                    if (last && !behind.laterGroupFollows(bad.position(), limit)) {
                        findings.add(Tail.torn(segment, bad));
                        return;
                    }
                    findings.add(damaged(segment, bad));
                    frames.resync(limit);
                }
                case Step.End _ -> {
                    return;
                }
            }
        }
    }

    private static Finding damaged(Segment segment, Step.Bad bad) {
        return new Finding(segment.file(), segment.offset(bad.position()), Finding.Kind.DAMAGED_RECORD, bad.what());
    }
}
