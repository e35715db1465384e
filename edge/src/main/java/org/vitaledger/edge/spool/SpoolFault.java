package org.vitaledger.edge.spool;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;

/** The spool cannot be used. */
public final class SpoolFault extends Fault {
    private static final long serialVersionUID = 1L;

    public SpoolFault(SpoolCode code, Map<String, ?> context, @Nullable Throwable cause) {
        super(code, context, cause);
    }

    /** What is wrong with a spool. */
    public enum SpoolCode implements Code {
        /** A record does not open under the key. */
        UNREADABLE(
                "VL-SPOOL-001",
                "A record of the gateway's spool or quarantine does not open under its key.",
                "Restore keys/spool.key of this node; if it is the right one, the files were changed: run fsck."),
        /** The vault has batches from spool positions that the spool never had. */
        BEHIND_VAULT(
                "VL-SPOOL-002",
                "The spool ends before the place up to which the vault has sealed it.",
                "Restore the gateway's spool; if it is lost, let the gateway go on under a new name."),
        /** Accepted packs that were not sealed yet are gone. */
        GAP(
                "VL-SPOOL-003",
                "The spool begins behind the place up to which the vault has sealed it: accepted packs are missing.",
                "Restore the vault and the gateway's spool from copies of the same time."),
        /** More is refused than the disk can keep up with. */
        QUARANTINE_BUSY(
                "VL-SPOOL-004",
                "Refused packs come faster than the quarantine can write them; they are not acknowledged.",
                "Find out which devices send so much that is refused; nothing is lost, the devices send it again."),
        /** A device used up its share of the quarantine. */
        QUARANTINE_FULL(
                "VL-SPOOL-005",
                "A device used up its share of the quarantine: what it sends and is refused is not kept any more.",
                "Look at what the quarantine holds of the device, and mend the cause at the device."),
        /** The disk does not answer. */
        HANGS(
                "VL-SPOOL-006",
                "The disk has not answered for half a minute: what is received is not written, and soon not read.",
                "See what holds the disk up (storage network, controller); devices send again what was not acknowledged."),
        /** All devices together used up the quarantine. */
        QUARANTINE_OVERFULL(
                "VL-SPOOL-007",
                "So much is refused that the quarantine dropped what is not old yet; it was acknowledged.",
                "Look at what the quarantine holds, and mend the cause, often the same one at many devices.");

        private final String id;
        private final String text;
        private final String remedy;

        SpoolCode(String id, String text, String remedy) {
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
