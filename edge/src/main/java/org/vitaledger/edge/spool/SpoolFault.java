package org.vitaledger.edge.spool;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;

/** The spool holds something that it can't read. */
public final class SpoolFault extends Fault {
    private static final long serialVersionUID = 1L;

    SpoolFault(long position, @Nullable Throwable cause) {
        super(Unreadable.RECORD, Map.of("position", position), cause);
    }

    /** What is wrong with a spool. */
    public enum Unreadable implements Code {
        /** A record that does not decrypt or decode. */
        RECORD;

        @Override
        public String id() {
            return "VL-SPOOL-001";
        }

        @Override
        public String text() {
            return "A record of the spool was not written under this node's spool key, or was changed.";
        }

        @Override
        public String remedy() {
            return "Restore keys/spool.key of this node; run fsck. The packs before the record are safe.";
        }
    }
}
