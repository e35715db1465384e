package org.vitaledger.edge;

import java.nio.file.Path;
import java.util.List;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.edge.admit.AdmissionRules;
import org.vitaledger.edge.drain.DrainOptions;
import org.vitaledger.edge.mqtt.Limits;
import org.vitaledger.edge.mqtt.Listener;
import org.vitaledger.edge.quarantine.QuarantineLimits;
import org.vitaledger.edge.spool.SpoolOptions;
import org.vitaledger.journal.RecordCipher;

/**
 * What a gateway is started with.
 *
 * @param id whose batches; its member must be the ledger's
 * @param directory where it keeps its files; of this gateway alone
 * @param key {@link RecordCipher#KEY_SIZE} secret bytes that its files are encrypted with, always the same
 * @param listeners where it listens; one at least
 * @param tuning limits and sizes
 */
public record GatewayConfig(GatewayId id, Path directory, Bytes key, List<Listener> listeners, Tuning tuning) {
    public GatewayConfig {
        listeners = List.copyOf(listeners);
        if (listeners.isEmpty() || key.size() != RecordCipher.KEY_SIZE) {
            throw new IllegalArgumentException("a gateway has a listener and a key of 32 bytes");
        }
    }

    /**
     * Limits and sizes.
     *
     * @param limits what clients may take up
     * @param rules what is admitted
     * @param spool how packs wait for the drain
     * @param quarantine how much of what was refused is kept
     * @param drain how batches are made
     */
    public record Tuning(
            Limits limits, AdmissionRules rules, SpoolOptions spool, QuarantineLimits quarantine, DrainOptions drain) {
        /** The standard of each. */
        public static Tuning standard() {
            return new Tuning(
                    Limits.standard(),
                    AdmissionRules.standard(),
                    SpoolOptions.standard(),
                    QuarantineLimits.standard(),
                    DrainOptions.DEFAULT);
        }

        /** These with other limits for clients. */
        public Tuning with(Limits other) {
            return new Tuning(other, rules, spool, quarantine, drain);
        }

        /** These with other rules of admission. */
        public Tuning with(AdmissionRules other) {
            return new Tuning(limits, other, spool, quarantine, drain);
        }

        /** These with another spool. */
        public Tuning with(SpoolOptions other) {
            return new Tuning(limits, rules, other, quarantine, drain);
        }

        /** These with other batches. */
        public Tuning with(DrainOptions other) {
            return new Tuning(limits, rules, spool, quarantine, other);
        }

        /** These with another quarantine. */
        public Tuning with(QuarantineLimits other) {
            return new Tuning(limits, rules, spool, other, drain);
        }
    }

    @Override
    public String toString() {
        return "GatewayConfig[" + id + "]";
    }
}
