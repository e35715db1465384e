package org.vitaledger.edge.mqtt;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;

/** The credentials of the devices cannot be read. */
public final class CredentialsFault extends Fault {
    private static final long serialVersionUID = 1L;

    /** What can go wrong with the file. */
    public enum Credentials implements Code {
        /** The file is not readable or a line is not well-formed. */
        UNREADABLE(
                "VL-CREDENTIALS-001",
                "The credentials of the devices cannot be read.",
                "Restore the file from a copy, or remove it and issue new credentials.");

        private final String id;
        private final String text;
        private final String remedy;

        Credentials(String id, String text, String remedy) {
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

    CredentialsFault(Map<String, ?> context, @Nullable Throwable cause) {
        super(Credentials.UNREADABLE, context, cause);
    }
}
