package org.vitaledger.device.replay;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;

/** Recordings cannot be read. */
public final class ReplayFault extends Fault {
    private static final long serialVersionUID = 1L;

    /** What can go wrong. */
    public enum Replay implements Code {
        /** Nothing to replay. */
        NO_RECORDINGS(
                "VL-REPLAY-001",
                "The folder has no recordings.",
                "Name a folder with files of lines Time,Parameter,Value, or leave the option out for generated patients."),
        /** The disk doesn't give it. */
        UNREADABLE("VL-REPLAY-002", "A recording cannot be read.", "Check that the file exists and may be read.");

        private final String id;
        private final String text;
        private final String remedy;

        Replay(String id, String text, String remedy) {
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

    ReplayFault(Replay code, Map<String, ?> context, @Nullable Throwable cause) {
        super(code, context, cause);
    }
}
