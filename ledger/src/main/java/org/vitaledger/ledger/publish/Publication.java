package org.vitaledger.ledger.publish;

import java.util.List;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.note.NoteSignature;

/** What shows that a checkpoint was made known. */
public sealed interface Publication {
    /**
     * Witnesses cosigned it.
     *
     * @param cosignatures at least one, to be appended to the checkpoint
     * @param isWhole whether no further ones can come
     */
    record Cosigned(List<NoteSignature> cosignatures, boolean isWhole) implements Publication {
        public Cosigned {
            cosignatures = List.copyOf(cosignatures);
        }
    }

    /**
     * An authority stamped it.
     *
     * @param reply the authority's reply with its token over the bytes of the note (RFC 3161), DER
     */
    record Stamped(Bytes reply) implements Publication {}
}
