package org.vitaledger.api.fhir;

import java.util.Optional;
import java.util.OptionalLong;
import org.vitaledger.api.fhir.FhirParts.Stores;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.contract.EntryRejected;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.ConsentId;

/** The versions that consents had, read from the log: the state holds the last one only. */
final class ConsentVersions {
    private final Stores stores;

    ConsentVersions(Stores stores) {
        this.stores = stores;
    }

    /** A version of a consent, or empty if it never had that. */
    Optional<Consent> version(ConsentId id, String version) {
        return version.matches("[1-9][0-9]{0,8}") ? version(id, Integer.parseInt(version)) : Optional.empty();
    }

    private Optional<Consent> version(ConsentId id, int version) {
        OptionalLong entry = stores.index().consentOf(id, version);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        return switch (command(entry.getAsLong())) {
            case Command.PutConsent given -> Optional.of(given.consent());
            case Command.RevokeConsent _ ->
                version(id, version - 1)
                        .map(last -> new Consent(id, version, last.patient(), last.terms(), Consent.Status.REVOKED));
            default -> throw new IllegalStateException("the index knows where consents stand");
        };
    }

    private Command command(long entry) {
        try {
            if (Entry.parse(stores.ledger().log().entry(entry)) instanceof Entry.Ordered ordered) {
                return ordered.command();
            }
        } catch (EntryRejected e) {
            throw new IllegalStateException("the log holds entries only", e);
        }
        throw new IllegalStateException("the index knows where consents stand");
    }
}
