package org.vitaledger.core.contract;

import java.util.List;
import java.util.Optional;
import org.vitaledger.core.audit.AuditHead;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.governance.Choice;
import org.vitaledger.core.sign.VerifyingKey;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.SequenceRange;

/**
 * What a member asks the ledger to order and apply. Who submitted it is not part of the command: the ledger's adapter
 * authenticates the submitting member and tells the contracts.
 */
public sealed interface Command {
    /**
     * Founds the consortium; every later change of its members needs a vote.
     *
     * @param members the founders, the submitter among them, 1 to {@link #MAX_MEMBERS}, no id or key twice
     */
    record FoundConsortium(List<Member> members) implements Command {
        /** The most members that may be active or suspended at one time. */
        public static final int MAX_MEMBERS = 32;

        public FoundConsortium {
            members = List.copyOf(members);
            if (members.isEmpty() || members.size() > MAX_MEMBERS || !allDiffer(members)) {
                throw new IllegalArgumentException("a consortium is founded by 1 to 32 members, each named once");
            }
        }

        private static boolean allDiffer(List<Member> members) {
            long ids = members.stream().map(Member::id).distinct().count();
            long ed25519 = members.stream().map(Member::ed25519).distinct().count();
            long mlDsa44 = members.stream().map(Member::mlDsa44).distinct().count();
            return ids == members.size() && ed25519 == members.size() && mlDsa44 == members.size();
        }
    }

    /**
     * Puts a change to the vote (ADR 0011). The proposer approves by proposing; where that is enough, the change is made
     * at once.
     *
     * @param number one above the last proposal's
     * @param change what to vote on
     */
    record Propose(long number, Change change) implements Command {
        public Propose {
            if (number < 1) {
                throw new IllegalArgumentException("proposals count from 1");
            }
        }
    }

    /**
     * The submitter's vote on a proposal, which stands.
     *
     * @param proposal its number
     * @param choice approval or rejection
     */
    record Vote(long proposal, Choice choice) implements Command {}

    /**
     * Vouches for a principal, or changes what the submitter vouches for.
     *
     * @param principal whose member must be the submitter
     */
    record PutPrincipal(Principal principal) implements Command {}

    /**
     * Enrols a device of the submitter.
     *
     * @param device a number not in use
     * @param key what its signatures verify under
     */
    record RegisterDevice(DeviceId device, VerifyingKey key) implements Command {}

    /**
     * Says whose readings a device of the submitter delivers from now on.
     *
     * @param device which
     * @param patient whose, or empty to take it off
     */
    record BindDevice(DeviceId device, Optional<PatientHandle> patient) implements Command {}

    /**
     * Revokes a device of the submitter for good.
     *
     * @param device which
     */
    record RevokeDevice(DeviceId device) implements Command {}

    /**
     * Gives a consent, or changes one.
     *
     * @param consent active, its version one above the last
     * @param by the patient's own principal
     */
    record PutConsent(Consent consent, PrincipalId by) implements Command {}

    /**
     * Takes a consent back for good.
     *
     * @param consent which
     * @param by the patient's own principal
     */
    record RevokeConsent(ConsentId consent, PrincipalId by) implements Command {}

    /**
     * Commits a batch of sealed readings (INV-002, INV-003).
     *
     * @param gateway whose batch; its member must be the submitter
     * @param number one above the gateway's last
     * @param root RFC 9162 root over the salted commitments of the readings
     * @param readings how many commitments
     * @param ranges which packs of which devices, in {@link SequenceRange#ORDER}, joined where they
     *     meet, at most {@link #MAX_RANGES}
     */
    record Anchor(GatewayId gateway, long number, Hash root, int readings, List<SequenceRange> ranges)
            implements Command {
        /** The most ranges in one batch. */
        public static final int MAX_RANGES = 1000;

        public Anchor {
            ranges = List.copyOf(ranges);
            if (number < 1 || ranges.isEmpty() || ranges.size() > MAX_RANGES) {
                throw new IllegalArgumentException("an anchor is numbered from 1 and has 1 to 1000 ranges");
            }
            long sum = 0;
            for (int i = 0; i < ranges.size(); i++) {
                sum += ranges.get(i).readings();
                if (i > 0 && !follows(ranges.get(i - 1), ranges.get(i))) {
                    throw new IllegalArgumentException(
                            "ranges ascend, with an unnamed number between those of a device");
                }
            }
            if (sum != readings) {
                throw new IllegalArgumentException("an anchor counts the readings of its ranges");
            }
        }

        private static boolean follows(SequenceRange before, SequenceRange range) {
            int devices = before.device().compareTo(range.device());
            return devices < 0 || (devices == 0 && before.last() < range.first() - 1);
        }
    }

    /**
     * Fixes how many records the submitter's audit log has, and which (INV-011).
     *
     * @param head of the log as it is now; what was lost is not the submitter's to say here
     * @param path that the log only grew since its last anchor (RFC 9162 section 2.1.4.1); empty for the first
     */
    record AnchorAudit(AuditHead head, List<Hash> path) implements Command {
        /** The most hashes in a path. */
        public static final int MAX_PATH = 64;

        public AnchorAudit {
            path = List.copyOf(path);
            if (head.loss().isPresent() || head.size() == 0 || path.size() > MAX_PATH) {
                throw new IllegalArgumentException(
                        "an anchored audit log has records, and at most 64 hashes show its growth");
            }
        }
    }

    /**
     * Says that records are gone, or are not what they were, and goes on from what is left.
     *
     * @param left the log as it is now
     * @param counted how many there were, where the member knows of more than the ledger counts
     */
    record RecordAuditLoss(AuditHead left, long counted) implements Command {
        public RecordAuditLoss {
            if (left.loss().isPresent() || counted < 0) {
                throw new IllegalArgumentException("the ledger counts the losses, and no count is negative");
            }
        }
    }

    /**
     * The submitter's receipt that it destroyed a patient's key (INV-008).
     *
     * @param patient whose
     */
    record RecordErasure(PatientHandle patient) implements Command {}
}
