package org.vitaledger.edge.admit;

import java.time.Duration;

/**
 * What a gateway takes.
 *
 * @param ahead how far times may lie in the future
 * @param behind how far times may lie in the past: how long devices may store and forward
 * @param remembered how many of a device's last packs are known again without a look at what is stored
 */
public record AdmissionRules(Duration ahead, Duration behind, int remembered) {
    public AdmissionRules {
        if (ahead.isNegative() || behind.isNegative() || remembered < 1) {
            throw new IllegalArgumentException("the rules of admission take nothing");
        }
    }

    /** 5 minutes ahead, 30 days behind, 256 packs. */
    public static AdmissionRules standard() {
        return new AdmissionRules(Duration.ofMinutes(5), Duration.ofDays(30), 256);
    }
}
