package org.vitaledger.node.cli;

import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.PolicyCheck;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.proof.TextFault;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.ledger.follow.BreachCheck;
import org.vitaledger.ledger.follow.BreachVerdict;
import org.vitaledger.ledger.stamp.TimeStampCheck;
import org.vitaledger.ledger.stamp.TimeStampVerdict;

/** What {@code verify} says of evidence against a log, and of time stamps over its checkpoints. */
final class OutsideFacts {
    /** The verdict on a file that is none of its kind. */
    static final String UNREADABLE = "unreadable";

    private OutsideFacts() {}

    static Map<String, Object> ofBreach(byte[] file, byte[] policy) {
        try {
            Policy.parse(policy);
        } catch (NoteRejected e) {
            return without(UNREADABLE, "not a tlog-policy: " + TextFault.describe(policy, e));
        }
        return switch (BreachCheck.verify(file, policy, Signatures.platform())) {
            case BreachVerdict.Refuted refuted -> refuted(refuted.detail());
            case BreachVerdict.Proved proved -> {
                Map<String, Object> facts = new LinkedHashMap<>();
                facts.put("verdict", "proved");
                facts.put("what", "two signed checkpoints that can't be of one log: " + proved.kind());
                facts.put("log", proved.first().origin());
                put(facts, "first", proved.first());
                put(facts, "second", proved.second());
                facts.put("signedBoth", String.join(", ", proved.signers()));
                yield facts;
            }
        };
    }

    static Map<String, Object> ofStamp(byte[] checkpoint, Policy policy, byte[] stamp, X509Certificate authority) {
        try {
            return switch (policy.check(SignedNote.parse(checkpoint), Signatures.platform())) {
                case PolicyCheck.Refused no -> refuted("the checkpoint: " + no.detail());
                case PolicyCheck.Accepted accepted ->
                    switch (TimeStampCheck.verify(stamp, checkpoint, authority)) {
                        case TimeStampVerdict.Refuted no -> refuted(no.detail());
                        case TimeStampVerdict.Proved proved -> stamped(accepted.checkpoint(), proved);
                    };
            };
        } catch (NoteRejected e) {
            return without(UNREADABLE, "not a checkpoint: " + TextFault.describe(checkpoint, e));
        }
    }

    private static Map<String, Object> stamped(Checkpoint checkpoint, TimeStampVerdict.Proved proved) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("verdict", "proved");
        facts.put("what", "a checkpoint that existed at a time, as an authority signed");
        facts.put("log", checkpoint.origin());
        facts.put("size", checkpoint.size());
        facts.put("root", checkpoint.root().base64());
        facts.put("time", proved.time().toString());
        facts.put("authority", proved.authority());
        facts.put("authorityPolicy", proved.policy());
        facts.put("serial", proved.serial());
        return facts;
    }

    private static void put(Map<String, Object> facts, String name, Checkpoint checkpoint) {
        facts.put(name + "Size", checkpoint.size());
        facts.put(name + "Root", checkpoint.root().base64());
    }

    private static Map<String, Object> refuted(String detail) {
        return without("refuted", detail);
    }

    private static Map<String, Object> without(String verdict, String detail) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("verdict", verdict);
        facts.put("detail", detail);
        return facts;
    }
}
