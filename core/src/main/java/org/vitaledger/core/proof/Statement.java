package org.vitaledger.core.proof;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.audit.AuditHead;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.audit.PatientTrail;
import org.vitaledger.core.sign.VerifyingKey;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Reading;

/** What a proof proves. */
public sealed interface Statement {
    /**
     * The gateway committed the reading before the checkpoint, and the device's key signed the pack that carried it: the
     * pack has, at the reading's place, the same time, and the same quantity, number and unit or what is declared to
     * become them. Whose reading it is, is the gateway's word, not the device's; whether the key had been revoked by
     * then, and whether the gateway left other readings out, is not proved.
     *
     * @param reading the reading as the gateway normalised it
     * @param said what the device signed
     * @param deviceKey the key of the device, as it stands on the ledger
     * @param gateway whose batch
     * @param batch the number of the batch
     */
    record ReadingCommitted(Reading reading, Said said, VerifyingKey deviceKey, GatewayId gateway, long batch)
            implements Statement {}

    /**
     * What a device signed in one record of a pack.
     *
     * @param parameter what it calls the quantity
     * @param value the number
     * @param unit the unit; empty if the device says none
     */
    record Said(String parameter, Decimal value, String unit) {
        /** The parameter alone: values have no place in logs (INV-009). */
        @Override
        public String toString() {
            return "Said[" + parameter + "]";
        }
    }

    /**
     * The consent stood like this after the block.
     *
     * @param id which
     * @param consent its last version, or empty if there was none
     * @param height the number of the block
     * @param time its consensus time
     */
    record ConsentStood(ConsentId id, Optional<Consent> consent, long height, Instant time) implements Statement {}

    /**
     * These accesses to a patient's data the member had recorded up to what it anchored last before the checkpoint, as so
     * many of all. That the member recorded every access, is not proved: what it never wrote down can't be missed.
     *
     * @param member where access was asked for
     * @param patient whose data
     * @param first the number of the first record, from 1
     * @param accesses the records, in the order of their numbers
     * @param head how far the member's audit log goes
     * @param trail how many records of the patient there are, and which; empty if there are none
     * @param time of the block after which it is so
     * @param before what the trail was earlier and has only grown from since, if the proof shows that; see {@link TrailGrowth}
     */
    record AccessesRecorded(
            MemberId member,
            PatientHandle patient,
            long first,
            List<AuditRecord> accesses,
            AuditHead head,
            Optional<PatientTrail> trail,
            Instant time,
            Optional<PatientTrail> before)
            implements Statement {
        public AccessesRecorded {
            accesses = List.copyOf(accesses);
        }

        /** How many records of the patient there are. */
        public long count() {
            return trail.map(PatientTrail::count).orElse(0L);
        }

        /** Whether these are all. */
        public boolean areAll() {
            return accesses.size() == count();
        }
    }
}
