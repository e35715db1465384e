package org.vitaledger.core.proof;

import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.vitaledger.core.access.AccessRequest;
import org.vitaledger.core.audit.AuditHead;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.audit.PatientTrail;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Context;
import org.vitaledger.core.contract.Contracts;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.contract.StateKey;
import org.vitaledger.core.contract.Transition;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.cose.Sign1;
import org.vitaledger.core.cose.Sign1Header;
import org.vitaledger.core.merkle.MerkleTree;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteSigner;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.note.TlogProof;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;
import org.vitaledger.core.statemap.StateMap;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Purpose;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.core.value.Role;
import org.vitaledger.core.value.SequenceRange;

/** One block of a ledger with a device, a batch of three readings, a consent and three accesses, and proofs of them. */
public final class SmallLedger {
    static final Signatures SIGNATURES = Signatures.platform();
    static final String ORIGIN = "ledger.example/vitaledger";

    final SigningKey deviceKey;
    final NoteSigner log = signer(ORIGIN, SignatureType.ED25519);
    final NoteSigner member = signer("hospital-a.example", SignatureType.COSIGNATURE_ED25519);
    final NoteSigner memberPq = signer("hospital-a.example", SignatureType.COSIGNATURE_ML_DSA_44);
    final MerkleTree tree = new MerkleTree();
    final List<Bytes> entries = new ArrayList<>();
    final MerkleTree batch = new MerkleTree();
    final MerkleTree audit = new MerkleTree();
    final List<AuditRecord> accesses = List.of(access(1), access(2), access(3));
    final StateMap patients;
    final Bytes signed;
    final List<Reading> readings = new ArrayList<>();
    State state = State.EMPTY;

    SmallLedger() {
        this(Algorithm.ED25519);
    }

    /** A ledger whose device signs with an algorithm. */
    public SmallLedger(Algorithm algorithm) {
        this(algorithm, ContentVectors.content("8867-4", "/min", "c482201902d5"), it -> it);
    }

    /** A ledger whose device signs a content, and whose gateway commits what it makes of three readings. */
    SmallLedger(Algorithm algorithm, byte[] content, UnaryOperator<Reading> gateway) {
        deviceKey = SIGNATURES.generate(algorithm, new SecureRandom());
        signed = Bytes.of(
                Sign1.sign(Sign1Header.of(algorithm, World.device(1).bytes(), 1), content, deviceKey, SIGNATURES));
        for (int i = 0; i < 3; i++) {
            readings.add(gateway.apply(reading(i)));
            batch.append(TreeHash.leaf(Commitment.of(salt(i), readings.get(i)).bytes()));
        }
        accesses.forEach(record -> audit.append(TreeHash.leaf(record.encode())));
        apply(new Command.FoundConsortium(List.of(World.member(World.HOSPITAL))));
        apply(new Command.PutPrincipal(World.patientPrincipal(1)));
        apply(new Command.RegisterDevice(World.device(1), deviceKey.verifyingKey()));
        apply(new Command.PutConsent(World.consent(1, 1, 1, World.one(2)), World.principal(1)));
        apply(new Command.Anchor(World.GATEWAY, 1, batch.root(), 3, List.of(SequenceRange.of(World.device(1), 1, 3))));
        Bytes trail = new PatientTrail(accesses.size(), audit.root()).encode();
        patients = StateMap.EMPTY.with(PatientTrail.key(World.patient(1)), trail);
        apply(new Command.AnchorAudit(AuditHead.of(accesses.size(), audit.root(), patients.root()), List.of()));
        append(new Entry.Close(1, World.START, state.map().root()));
    }

    static byte[] salt(int i) {
        byte[] salt = new byte[Commitment.SALT_SIZE];
        salt[0] = (byte) i;
        return salt;
    }

    private Reading reading(int i) {
        return new Reading(
                new ReadingId(World.device(1), 1, i),
                World.patient(1),
                Instant.ofEpochMilli(1_767_225_600_000L + i),
                "8867-4",
                Decimal.of(new BigDecimal("72.5")),
                "/min",
                Hash.sha256(signed.toArray()));
    }

    private static AuditRecord access(int number) {
        AccessRequest request =
                new AccessRequest(World.principal(2), Role.PRACTITIONER, Purpose.TREAT, World.patient(1));
        return new AuditRecord(
                Bytes.of(Hash.sha256(new byte[] {(byte) number}).toArray(), 0, AuditRecord.SALT_SIZE),
                number,
                World.HOSPITAL,
                request,
                new AuditRecord.Access("Observation.search", World.NOON),
                new AuditRecord.Ruling(Optional.empty(), 1, List.of()));
    }

    private static NoteSigner signer(String name, SignatureType type) {
        return NoteSigner.of(name, type, SIGNATURES.generate(type.algorithm(), new SecureRandom()), SIGNATURES);
    }

    private void apply(Command command) {
        Transition transition = Contracts.apply(state, new Context(World.HOSPITAL, 1, World.START), command);
        state = transition.state();
        append(new Entry.Ordered(World.HOSPITAL, command, transition.outcome().code()));
    }

    private void append(Entry entry) {
        entries.add(entry.encode());
        tree.append(TreeHash.leaf(entry.encode()));
    }

    public byte[] policy() {
        Policy policy = new Policy(
                List.of(new Policy.Log(log.verifierKey(), Optional.empty())),
                List.of(
                        new Policy.Witness("a", member.verifierKey(), Optional.empty()),
                        new Policy.Witness("a-pq", memberPq.verifierKey(), Optional.empty())),
                List.of(new Policy.Group("members", 2, List.of("a", "a-pq"))),
                "members");
        return policy.encode();
    }

    public Evidence.OfReading ofReading(int i) {
        Evidence.Place place =
                new Evidence.Place(i, Bytes.of(salt(i)), batch.inclusion(i).path());
        Evidence.Included enrolment =
                new Evidence.Included(2, entries.get(2), tree.inclusion(2).path());
        return new Evidence.OfReading(entries.get(4), place, Commitment.canonical(readings.get(i)), signed, enrolment);
    }

    public Evidence.OfConsent ofConsent(ConsentId id) {
        return new Evidence.OfConsent(entries.get(6), id, state.map().prove(StateKey.consent(id)));
    }

    /** Of the accesses from {@code first} (from 0, inclusive) to {@code last} (exclusive). */
    public Evidence.OfAccesses ofAccesses(int first, int last) {
        return ofAccesses(new Evidence.Records(
                first,
                accesses.subList(first, last).stream().map(AuditRecord::encode).toList(),
                audit.leaves(first, last, accesses.size()).path()));
    }

    Evidence.OfAccesses ofAccesses(Evidence.Records records) {
        return ofAccesses(World.HOSPITAL, World.patient(1), records);
    }

    /** What there is of a patient at a member, with records that may not be theirs. */
    public Evidence.OfAccesses ofAccesses(MemberId member, PatientHandle patient, Evidence.Records records) {
        StateMap map = member.equals(World.HOSPITAL) ? patients : StateMap.EMPTY;
        boolean isKnown = member.equals(World.HOSPITAL) && patient.equals(World.patient(1));
        return new Evidence.OfAccesses(
                entries.get(6),
                new Evidence.Trail(member, patient),
                state.map().prove(StateKey.auditHead(member)),
                map.prove(PatientTrail.key(patient)),
                records,
                isKnown ? grown() : Evidence.Growth.NONE);
    }

    private Evidence.Growth grown() {
        return new Evidence.Growth(
                1, audit.root(1), audit.consistency(1, accesses.size()).path());
    }

    public byte[] proof(long index, Evidence evidence) {
        Checkpoint checkpoint = new Checkpoint(ORIGIN, tree.size(), tree.root());
        long now = 1_767_225_600L;
        SignedNote note = new SignedNote(
                checkpoint.text(),
                List.of(log.sign(checkpoint, now), member.sign(checkpoint, now), memberPq.sign(checkpoint, now)));
        return new TlogProof(
                        Optional.of(evidence.encode()),
                        index,
                        tree.inclusion(index).path(),
                        note)
                .encode();
    }
}
