package org.vitaledger.ledger;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;

/** The ledger could not order, store or read. */
public final class SubmitFault extends Fault {
    private static final long serialVersionUID = 1L;

    /** The kinds of fault at the ledger. */
    public enum Kind implements Code {
        CLOSED("VL-SUBMIT-001", "The ledger is closed.", "Restart the node."),
        STOPPED(
                "VL-SUBMIT-002",
                "The ledger stopped and takes no more commands.",
                "See the cause, remove it, then restart the node: what was acknowledged is kept."),
        DAMAGED(
                "VL-SUBMIT-003",
                "The log is not what the contracts wrote.",
                "Run fsck to see the extent and restore the log from a copy or from another member."),
        BEHIND_CHECKPOINT(
                "VL-SUBMIT-004",
                "The log is shorter than a checkpoint that this member signed, or differs from it (INV-006).",
                "Restore log and checkpoints from the same, latest copy; never delete the checkpoints to go on."),
        CHECKPOINT_MISSING(
                "VL-SUBMIT-005",
                "There is a log, but no checkpoint that this member signed.",
                "Restore log and checkpoints from the same copy."),
        OTHER_KEYS(
                "VL-SUBMIT-006",
                "The last checkpoint is not signed by the configured keys.",
                "Configure the keys and the origin that the log was founded with."),
        UNREADABLE("VL-SUBMIT-007", "The log can't be read.", "See the cause; run fsck if it says damaged."),
        SPLIT_VIEW(
                "VL-SUBMIT-008",
                "Members signed another root for a size of the log than this one has.",
                "Compare the software and the logs of the named members with this one's; the evidence is kept as a file."),
        ENGINE_FAILED(
                "VL-SUBMIT-009",
                "The consensus engine found that this member differs from the others, or gave up.",
                "Compare the software with the other members'; then restart the node."),
        OLD_SOFTWARE(
                "VL-SUBMIT-010",
                "The next block is made by a version of the contracts that this software does not have.",
                "Install a release that has it and start the node again: it goes on where it stopped."),
        UNSUPPORTED(
                "VL-SUBMIT-011",
                "The command proposes or approves a version of the contracts that this software does not have.",
                "Install a release that has it first: to approve a version is to say that the own node has it."),
        ROSTER_CHANGED(
                "VL-SUBMIT-012",
                "Other members order from the next block on; the node has to start again.",
                "Submit the command again once the node is up: a supervised node starts by itself."),
        NO_CARD(
                "VL-SUBMIT-013",
                "The network configuration of this member has no such card of a member as the members vote on, or voted for.",
                "Add the card that has the hash that the proposal tells: vitaledger network add. It comes from the member."),
        NOT_IN_ROSTER(
                "VL-SUBMIT-014",
                "The members decided that this one orders no more.",
                "Its log can still be read and proved offline. Once it is admitted or reinstated, start the node again."),
        DISK(
                "VL-SUBMIT-015",
                "The disk does not take the ledger's blocks.",
                "Free space, or make the disk writable again; the ledger then goes on by itself. Submit again."),
        STORE(
                "VL-SUBMIT-016",
                "What is kept on disk beside the log can't be used.",
                "See the cause: free space, or make the disk writable again. It can be made again from the log: with the"
                        + " node stopped, the folder named may be deleted.");

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

    public SubmitFault(Code code, Map<String, ?> context, @Nullable Throwable cause) {
        super(code, context, cause);
    }
}
