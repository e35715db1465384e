package org.vitaledger.api.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.Grantee;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.ledger.store.KeyValues;

/**
 * On disk: who and what there is, who is named by consents, and which entry of the log holds which anchor, enrolment and
 * version of a consent. Any thread reads, one adds.
 */
final class LogPlaces {
    private static final byte[] NOTHING = {};

    private final KeyValues values;

    LogPlaces(KeyValues values) {
        this.values = values;
    }

    boolean knows(PatientHandle patient) {
        return values.get(IndexKeys.patient(patient)) != null;
    }

    List<PatientHandle> patients() {
        List<PatientHandle> all = new ArrayList<>();
        values.each(IndexKeys.PATIENTS, (key, value) -> all.add(new PatientHandle(IndexKeys.id(key))));
        return all;
    }

    List<DeviceId> devices() {
        List<DeviceId> all = new ArrayList<>();
        values.each(IndexKeys.DEVICES, (key, value) -> all.add(new DeviceId(IndexKeys.id(key))));
        return all;
    }

    List<PrincipalId> principals() {
        List<PrincipalId> all = new ArrayList<>();
        values.each(IndexKeys.PRINCIPALS, (key, value) -> all.add(new PrincipalId(IndexKeys.id(key))));
        return all;
    }

    List<PatientHandle> patientsNaming(Grantee grantee) {
        byte[] prefix = IndexKeys.named(grantee);
        List<PatientHandle> all = new ArrayList<>();
        values.each(
                prefix,
                (key, value) -> all.add(new PatientHandle(Bytes.of(key, prefix.length, key.length - prefix.length))));
        return all;
    }

    OptionalLong consentOf(ConsentId consent, int version) {
        return number(values.get(IndexKeys.consent(consent, version)));
    }

    OptionalLong anchorOf(GatewayId gateway, long number) {
        return number(values.get(IndexKeys.anchor(gateway, number)));
    }

    OptionalLong enrolmentOf(DeviceId device) {
        return number(values.get(IndexKeys.device(device)));
    }

    /** Whether two keys differ in their last number only. */
    private static boolean isBeside(byte[] key, byte[] other) {
        int prefix = other.length - Long.BYTES;
        return key.length == other.length && Arrays.equals(key, 0, prefix, other, 0, prefix);
    }

    private static OptionalLong number(byte @Nullable [] value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(IndexKeys.lastNumber(value));
    }

    private long lastVersion(ConsentId consent) {
        byte[] last = IndexKeys.consent(consent, Long.MAX_VALUE);
        long[] version = new long[1];
        values.descend(last, (key, value) -> {
            version[0] = isBeside(key, last) ? IndexKeys.lastNumber(key) : 0;
            return false;
        });
        return version[0];
    }

    /** Adds what the applied commands of one block say. */
    final class Adding {
        private final KeyValues.Changes changes;
        private final Map<ConsentId, Long> versions = new HashMap<>();
        private final Map<GatewayId, Long> batches = new HashMap<>();

        Adding(KeyValues.Changes changes) {
            this.changes = changes;
        }

        void add(Entry.Ordered ordered, long entry) {
            switch (ordered.command()) {
                case Command.PutPrincipal(Principal principal) -> {
                    changes.put(IndexKeys.principal(principal.id()), NOTHING);
                    principal.self().ifPresent(this::patient);
                }
                case Command.RegisterDevice registered ->
                    changes.put(IndexKeys.device(registered.device()), IndexKeys.number(entry));
                case Command.BindDevice bound -> bound.patient().ifPresent(this::patient);
                case Command.PutConsent given -> {
                    PatientHandle patient = given.consent().patient();
                    consent(given.consent().id(), entry);
                    patient(patient);
                    changes.put(IndexKeys.named(given.consent().terms().grantee(), patient), NOTHING);
                }
                case Command.Anchor anchor -> anchor(anchor, entry);
                case Command.RevokeConsent taken -> consent(taken.consent(), entry);
                case Command.RevokeDevice _, Command.RecordErasure _ -> {}
                case Command.AnchorAudit _, Command.RecordAuditLoss _ -> {}
                case Command.FoundConsortium _, Command.Propose _, Command.Vote _ -> {}
            }
        }

        private void patient(PatientHandle patient) {
            changes.put(IndexKeys.patient(patient), NOTHING);
        }

        private void consent(ConsentId consent, long entry) {
            long version = versions.getOrDefault(consent, -1L);
            long next = (version < 0 ? lastVersion(consent) : version) + 1;
            versions.put(consent, next);
            changes.put(IndexKeys.consent(consent, next), IndexKeys.number(entry));
        }

        private void anchor(Command.Anchor anchor, long entry) {
            boolean follows = anchor.number() == 1
                    || batches.getOrDefault(anchor.gateway(), 0L) == anchor.number() - 1
                    || anchorOf(anchor.gateway(), anchor.number() - 1).isPresent();
            if (!follows) {
                throw new IllegalStateException("the contracts apply batches in order");
            }
            batches.put(anchor.gateway(), anchor.number());
            changes.put(IndexKeys.anchor(anchor.gateway(), anchor.number()), IndexKeys.number(entry));
        }
    }
}
