package org.vitaledger.core.contract;

import java.util.List;
import java.util.Optional;
import org.vitaledger.core.audit.AuditHead;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.statemap.StateMap;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.Device;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.PrincipalId;

/**
 * The state of the contracts after a prefix of the log: a typed view of the state map. Immutable; a change gives a new
 * state that shares what did not change. Safe for any thread.
 */
public final class State {
    /** The state before the first command. */
    public static final State EMPTY = new State(new Records(StateMap.EMPTY));

    private final Records records;

    private State(Records records) {
        this.records = records;
    }

    /** The state whose records are {@code map}, which {@link #map()} gave once. */
    public static State of(StateMap map) {
        return new State(new Records(map));
    }

    /**
     * A gateway's last batch.
     *
     * @param number its number, from 1
     * @param root the root that its anchor committed
     */
    public record GatewayHead(long number, Hash root) {}

    /**
     * A consent without its terms.
     *
     * @param version the last
     * @param patient who gave it
     * @param status whether it holds
     */
    record Standing(int version, PatientHandle patient, Consent.Status status) {}

    /** The records as a provable map; its keys are {@link StateKey}'s. */
    public StateMap map() {
        return records.map();
    }

    /** Who is a member, and what members decided and vote on. */
    public Governance governance() {
        return new Governance(records);
    }

    /** The ids of all members, suspended and removed ones included, in the order of their first admission. */
    public List<MemberId> members() {
        return governance().members();
    }

    /** A member of the consortium with the keys decided last; suspended and removed ones included. */
    public Optional<Member> member(MemberId id) {
        return governance().seat(id).map(Governance.Seat::member);
    }

    /** A principal, withdrawn ones included. */
    public Optional<Principal> principal(PrincipalId id) {
        return records.find(StateKey.principal(id), ValueCodec::readPrincipal);
    }

    /** A device, revoked ones included. */
    public Optional<Device> device(DeviceId id) {
        return records.find(StateKey.device(id), ValueCodec::readDevice);
    }

    /** A consent in its last version, revoked ones included. */
    public Optional<Consent> consent(ConsentId id) {
        return records.find(StateKey.consent(id), ValueCodec::readConsent);
    }

    /** As {@link #consent}, but cheaper where the terms don't matter. */
    Optional<Standing> standing(ConsentId id) {
        return records.find(StateKey.consent(id), ValueCodec::readStanding);
    }

    /** A patient's consents in their last versions, in the order in which they were first given. */
    public List<Consent> consentsOf(PatientHandle patient) {
        return consentIdsOf(patient).stream()
                .map(id -> consent(id).orElseThrow())
                .toList();
    }

    /** Which consents a patient ever gave, in the order in which they were first given. */
    public List<ConsentId> consentIdsOf(PatientHandle patient) {
        return records.list(StateKey.consentsOf(patient), in -> new ConsentId(in.readBytes()));
    }

    /** The last batch that a gateway anchored. */
    public Optional<GatewayHead> gateway(GatewayId id) {
        return records.find(StateKey.gateway(id), in -> {
            in.readArray(2);
            return new GatewayHead(in.readUnsigned(), Hash.of(in.readByteArray()));
        });
    }

    /** What a member anchored of its audit log last. */
    public Optional<AuditHead> auditHead(MemberId member) {
        return records.find(StateKey.auditHead(member), AuditHead::read);
    }

    /** The members that receipted the destruction of a patient's key. */
    public List<MemberId> erasures(PatientHandle patient) {
        return records.list(
                StateKey.erasure(patient), in -> new MemberId(in.readBytes().utf8()));
    }

    /**
     * Reads a consent's record, as it stands in the state map and in proofs.
     *
     * @throws EntryRejected if the contracts do not write such a record
     */
    public static Consent parseConsent(Bytes record) throws EntryRejected {
        try {
            CborReader in = CborReader.deterministic(record.toArray());
            Consent consent = ValueCodec.readConsent(in);
            in.end();
            return consent;
        } catch (CborRejected | IllegalArgumentException e) {
            throw new EntryRejected("not the record of a consent", e);
        }
    }

    State with(Governance next) {
        return new State(next.records());
    }

    State with(Principal principal) {
        return put(StateKey.principal(principal.id()), out -> ValueCodec.write(out, principal));
    }

    State with(Device device) {
        return put(StateKey.device(device.id()), out -> ValueCodec.write(out, device));
    }

    State with(Consent consent) {
        State next = put(StateKey.consent(consent.id()), out -> ValueCodec.write(out, consent));
        return consent.version() == 1
                ? next.append(
                        StateKey.consentsOf(consent.patient()), consent.id().bytes())
                : next;
    }

    State with(GatewayId gateway, GatewayHead head) {
        return put(
                StateKey.gateway(gateway),
                out -> out.writeArray(2)
                        .writeLong(head.number())
                        .writeBytes(head.root().bytes()));
    }

    State with(MemberId member, AuditHead head) {
        return put(StateKey.auditHead(member), head::write);
    }

    State withErasure(PatientHandle patient, MemberId member) {
        return append(StateKey.erasure(patient), Bytes.utf8(member.text()));
    }

    private State put(Bytes key, Records.Encoder encoder) {
        return new State(records.put(key, encoder));
    }

    private State append(Bytes key, Bytes item) {
        return new State(records.append(key, item));
    }
}
