package org.vitaledger.journal;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;

/** The disk, or what is on it, is not as a journal needs it. Contexts name files and offsets, never contents. */
public final class JournalFault extends Fault {
    private static final long serialVersionUID = 1L;

    private final transient Kind kind;

    /** The kinds of journal fault. */
    public enum Kind implements Code {
        IN_USE(
                "VL-JOURNAL-001",
                "Another process, most likely a node, uses this folder.",
                "Stop it, or use another folder."),
        DAMAGED(
                "VL-JOURNAL-002",
                "The journal is damaged.",
                "Run fsck to see the extent and restore the named file from a copy."),
        WRITE_FAILED(
                "VL-JOURNAL-003",
                "A write to the journal failed; it takes no records until the disk takes them.",
                "Free space, or make the disk writable again; the journal tries each second and goes on by itself."),
        READ_FAILED("VL-JOURNAL-004", "The journal can't be read.", "Check the disk and the rights on the file."),
        CLOSED("VL-JOURNAL-005", "The journal is closed.", "Restart the component that owns it."),
        OUT_OF_RANGE(
                "VL-JOURNAL-006",
                "The journal does not hold the position that was asked for.",
                "Restore the journal and what refers to it from the same backup."),
        STOPPED(
                "VL-JOURNAL-007",
                "A bug ended the journal's writer; it takes no more records.",
                "Restart the node, and report the cause, which stands in the log.");

        private final String id;
        private final String text;
        private final String remedy;

        Kind(String id, String text, String remedy) {
            this.id = id;
            this.text = text;
            this.remedy = remedy;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public String remedy() {
            return remedy;
        }
    }

    /** A fault of {@code kind} with what varies in {@code context}. */
    public JournalFault(Kind kind, Map<String, ?> context, @Nullable Throwable cause) {
        super(kind, context, cause);
        this.kind = kind;
    }

    /** What kind of fault this is. */
    public Kind kind() {
        return kind;
    }

    static JournalFault damaged(Object file, long offset, String what) {
        return new JournalFault(Kind.DAMAGED, Map.of("file", file, "offset", offset, "what", what), null);
    }

    static JournalFault outOfRange(Object directory, long position) {
        return new JournalFault(Kind.OUT_OF_RANGE, Map.of("journal", directory, "position", position), null);
    }

    /** The same fault again, for another caller. */
    JournalFault again() {
        return new JournalFault(kind, context(), this);
    }
}
