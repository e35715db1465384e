package org.vitaledger.core.access;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Purpose;

/**
 * The permission to open one patient's data, for a short time. Only {@link AccessContract} makes one, so that a read
 * cannot skip the decision (INV-004).
 */
public final class Grant {
    private final AccessRequest request;
    private final long height;
    private final Scope scope;

    Grant(AccessRequest request, long height, Scope scope) {
        this.request = request;
        this.height = height;
        this.scope = scope;
    }

    /**
     * A consent in the version that a decision used.
     *
     * @param id which
     * @param version in which version
     */
    public record ConsentVersion(ConsentId id, int version) {}

    /**
     * What is permitted.
     *
     * @param codes LOINC codes; empty means all
     * @param consents under which consents; empty for patients who read their own record
     * @param notAfter when the permission ends
     */
    record Scope(Set<String> codes, List<ConsentVersion> consents, Instant notAfter) {
        Scope {
            codes = Set.copyOf(codes);
            consents = List.copyOf(consents);
        }
    }

    /** Whose data may be opened. */
    public PatientHandle patient() {
        return request.patient();
    }

    /** What for. */
    public Purpose purpose() {
        return request.purpose();
    }

    /** The request that was permitted. */
    public AccessRequest request() {
        return request;
    }

    /** The height of the ledger whose state decided. */
    public long height() {
        return height;
    }

    /** The consents that permit it, in their versions; empty for patients who read their own record. */
    public List<ConsentVersion> consents() {
        return scope.consents();
    }

    /** When the permission ends; the vault opens nothing afterwards. */
    public Instant notAfter() {
        return scope.notAfter();
    }

    /** Whether readings with this LOINC code may be opened. */
    public boolean covers(String code) {
        return scope.codes().isEmpty() || scope.codes().contains(code);
    }

    /** Whether everything of the patient may be opened, documents such as demographics included. */
    public boolean coversEverything() {
        return scope.codes().isEmpty();
    }
}
