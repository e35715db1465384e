package org.vitaledger.ledger.publish;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;

/** A checkpoint could not be made known outside. */
public final class PublishFault extends Fault {
    private static final long serialVersionUID = 1L;

    /** The kinds of fault at publication. */
    public enum Kind implements Code {
        WITNESS_AHEAD(
                "VL-PUBLISH-001",
                "The witness has cosigned a larger checkpoint than this node has.",
                "Wait until the node has caught up; if it has, the witness was shown another log: compare with it."),
        WITNESS_DISAGREES(
                "VL-PUBLISH-002",
                "The witness holds another history of the log.",
                "Stop and compare the logs with the witness's operator: somebody signed two histories."),
        WITNESS_REFUSED(
                "VL-PUBLISH-003",
                "The witness refused the checkpoint.",
                "See the status: 404 and 403 mean that the witness's policy has to be renewed, or that it needs the members'"
                        + " signatures; 413 and 400 that it takes only the log's: set witness.signatures."),
        NOT_COSIGNED(
                "VL-PUBLISH-004",
                "The witness's answer has no valid cosignature under the configured keys.",
                "Configure the keys that the witness tells."),
        NOT_STAMPED(
                "VL-PUBLISH-005",
                "The time stamping authority granted no valid time stamp.",
                "See the cause; configure the certificate that the authority signs with."),
        STORE_UNUSABLE(
                "VL-PUBLISH-006",
                "The folder of the time stamps can't be read or written.",
                "Check its owner, rights and free space."),
        WITNESS_SILENT(
                "VL-PUBLISH-008",
                "No witness answered the last checkpoint yet.",
                "See whether the witnesses can be reached; the next checkpoint is shown to them again."),
        BUG(
                "VL-PUBLISH-007",
                "A defect of the program kept a checkpoint from being published; it is tried again.",
                "Report it with the cause that is named.");

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

    public PublishFault(Kind kind, Map<String, ?> context, @Nullable Throwable cause) {
        super(kind, context, cause);
    }
}
