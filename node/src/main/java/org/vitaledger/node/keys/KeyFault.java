package org.vitaledger.node.keys;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;

/** A key of the node can't be read, written or understood. */
public final class KeyFault extends Fault {
    private static final long serialVersionUID = 1L;

    public KeyFault(KeyCode code, Map<String, ?> context, @Nullable Throwable cause) {
        super(code, context, cause);
    }

    /** What is wrong with a key. */
    public enum KeyCode implements Code {
        /** The file system said no. */
        UNREADABLE("VL-KEY-001", "A key file can't be read or written.", "Check the owner and the rights of the file."),
        /** The content is not what we write. */
        NOT_A_KEY(
                "VL-KEY-002",
                "A key file does not hold the key pair that it should.",
                "Restore it from a backup; a node never replaces a key by itself."),
        /** The content is not a certificate. */
        NOT_A_CERTIFICATE(
                "VL-KEY-003", "A file does not hold certificates.", "Name a file with X.509 certificates in PEM form."),
        /** Keys are gone that data were made with. */
        MISSING(
                "VL-KEY-004",
                "Key files are missing from a node that holds data.",
                "Restore the folder keys from the backup; a node makes no new keys where there are data.");

        private final String id;
        private final String text;
        private final String remedy;

        KeyCode(String id, String text, String remedy) {
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
}
