package org.vitaledger.edge.admit;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.Sequences.Gap;
import org.vitaledger.device.pack.SignedPack;
import org.vitaledger.vault.Batch;

/** What became of a pack on admission. */
public sealed interface Decision {
    /**
     * It is new and good, and was handed to the store.
     *
     * @param pack with its normalised readings
     * @param gap the numbers that the device passed over before it
     */
    record Admitted(Batch.Pack pack, Optional<Gap> gap) implements Decision {}

    /** The same bytes were admitted before: it is acknowledged again and not stored again. */
    final class Repeated implements Decision {
        private final Optional<Ticket> ticket;

        Repeated(Optional<Ticket> ticket) {
            this.ticket = ticket;
        }

        /** Tells whether the first one is durable: at once if that is known, else when it is, on the store's thread. */
        public void whenSettled(Consumer<Boolean> durable) {
            ticket.ifPresentOrElse(waiting -> waiting.ask(durable), () -> durable.accept(true));
        }
    }

    /**
     * The store takes nothing now, or can't say now whether it has the pack already; nothing changed.
     *
     * @param understood what the rules at the bedside are to look at all the same, if they haven't yet
     */
    record Deferred(List<Reading> understood) implements Decision {
        /** Without the readings (INV-009). */
        @Override
        public String toString() {
            return "Deferred";
        }
    }

    /**
     * Its times lie ahead, as those of most devices: the gateway's clock is wrong, so it is not refused; nothing changed.
     *
     * @param newly whether it is the first that shows it
     * @param understood what the rules at the bedside are to look at all the same
     */
    record Untimed(boolean newly, List<Reading> understood) implements Decision {
        /** Without the readings (INV-009). */
        @Override
        public String toString() {
            return "Untimed[" + newly + "]";
        }
    }

    /**
     * It is not taken; nothing changed.
     *
     * @param sequence the number that the pack says, 0 if it says none
     * @param refusal why
     * @param detail the reason of the layer below, for example {@code DUPLICATE_KEY}; may be empty; no patient data
     * @param understood what the rules at the bedside are to look at all the same: readings that the device signed, of the
     *     patient who wears it; empty where the pack is nobody's or vouched for by nobody
     */
    record Refused(long sequence, AdmissionRefusal refusal, String detail, List<Reading> understood)
            implements Decision {
        /** Of a pack that is not looked at further. */
        public Refused(long sequence, AdmissionRefusal refusal, String detail) {
            this(sequence, refusal, detail, List.of());
        }

        static Refused of(SignedPack pack, AdmissionRefusal refusal) {
            return new Refused(pack.sequence(), refusal, "");
        }

        /** Without the readings (INV-009). */
        @Override
        public String toString() {
            return "Refused[" + sequence + " " + refusal + " " + detail + "]";
        }
    }
}
