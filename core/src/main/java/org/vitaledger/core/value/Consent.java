package org.vitaledger.core.value;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * A patient's permission to read, as FHIR R4 Consent carries it in {@code Consent.provision}.
 *
 * @param id which, the same through all versions
 * @param version 1 for the first, one more with every change
 * @param patient whose readings
 * @param terms to whom, what for, what and how long
 * @param status whether it holds
 */
public record Consent(ConsentId id, int version, PatientHandle patient, Terms terms, Status status) {
    /** The most codes that one consent may list. */
    public static final int MAX_CODES = 100;

    /** Whether a consent holds. The numbers stand on the ledger. */
    public enum Status {
        /** It holds within its period. */
        ACTIVE(1),
        /** The patient took it back; a consent never becomes active again. */
        REVOKED(2);

        private final int code;

        Status(int code) {
            this.code = code;
        }

        /** The number that stands on the ledger. */
        public int code() {
            return code;
        }
    }

    /**
     * What a consent permits.
     *
     * @param grantee to whom
     * @param purposes what for, not empty
     * @param codes the LOINC codes that may be read, kept ascending; empty means all
     * @param start from when on (inclusive, milliseconds)
     * @param end until when (exclusive, milliseconds)
     */
    public record Terms(Grantee grantee, Set<Purpose> purposes, Set<String> codes, Instant start, Instant end) {
        public Terms {
            if (purposes.isEmpty() || !start.isBefore(end) || codes.size() > MAX_CODES) {
                throw new IllegalArgumentException("a consent has a purpose, a period and at most 100 codes");
            }
            purposes = Set.copyOf(EnumSet.copyOf(purposes));
            codes = CodeSet.of(codes);
        }
    }

    public Consent {
        if (version < 1) {
            throw new IllegalArgumentException("versions count from 1");
        }
    }
}
