package org.vitaledger.vault;

import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.PatientHandle;

/**
 * Something about a patient that is not a reading: demographics, for example.
 *
 * @param patient about whom
 * @param kind what, for example {@code Patient}; 1 to 32 characters
 * @param id which of its kind, 1 to 64 characters
 * @param content its bytes, at most 1 MiB
 */
public record Document(PatientHandle patient, String kind, String id, Bytes content) {
    /** The most bytes in a document. */
    public static final int MAX_SIZE = 1 << 20;

    public Document {
        if (kind.isEmpty() || kind.length() > 32 || id.isEmpty() || id.length() > 64 || content.size() > MAX_SIZE) {
            throw new IllegalArgumentException("a document has a kind, an id and at most 1 MiB");
        }
    }

    @Override
    public String toString() {
        return "Document[" + kind + "]";
    }
}
