package org.vitaledger.api.fhir;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.vitaledger.api.access.DecisionPoint;
import org.vitaledger.api.audit.AuditLog;
import org.vitaledger.api.index.LedgerIndex;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.vault.Vault;

/**
 * What the FHIR interface works on.
 *
 * @param decisions who may read
 * @param stores where the data are
 * @param base the address of the FHIR interface, without a slash at the end
 * @param clock what time it is
 * @param random where new ids come from
 */
public record FhirParts(DecisionPoint decisions, Stores stores, String base, InstantSource clock, SecureRandom random) {
    /**
     * Where the data are.
     *
     * @param ledger devices and consents
     * @param index which of them there are
     * @param vault readings and demographics
     * @param audit who asked
     */
    public record Stores(Ledger ledger, LedgerIndex index, Vault vault, AuditLog audit) {}

    References references() {
        return new References(base);
    }

    DecidedRecords records() {
        return new DecidedRecords(decisions, stores);
    }

    byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
