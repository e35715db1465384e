package org.vitaledger.edge;

import java.nio.charset.StandardCharsets;
import org.vitaledger.core.value.Sequences.Gap;
import org.vitaledger.edge.admit.AdmissionRefusal;

/**
 * What a device hears on its downlink, as one JSON object a message: {@code {"refused": REASON, "sequence": N, "text": ...,
 * "detail": ...}} and {@code {"gap": {"first": N, "last": N}}}. All of it is ASCII without quotes, so nothing is escaped.
 */
final class Downlink {
    private Downlink() {}

    static byte[] refused(long sequence, AdmissionRefusal refusal, String detail) {
        String text = "{\"refused\":\"" + refusal.name() + "\",\"sequence\":" + sequence + ",\"text\":\""
                + refusal.text() + "\",\"detail\":\"" + detail + "\"}";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] gap(Gap gap) {
        String text = "{\"gap\":{\"first\":" + gap.first() + ",\"last\":" + gap.last() + "}}";
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
