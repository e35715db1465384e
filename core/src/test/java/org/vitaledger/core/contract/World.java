package org.vitaledger.core.contract;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.VerifyingKey;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.Grantee;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Purpose;
import org.vitaledger.core.value.Role;
import org.vitaledger.core.value.SequenceRange;

/** A small hospital to try the contracts on: names are numbers, and commands are applied one after the other. */
public final class World {
    public static final MemberId HOSPITAL = new MemberId("hospital-a.example");
    public static final MemberId STRANGER = new MemberId("stranger.example");
    public static final GatewayId GATEWAY = new GatewayId(HOSPITAL, "edge-1");
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    public static final Instant NOON = START.plusSeconds(12 * 3600);

    private State state = State.EMPTY;
    private long height = 1;
    private Instant time = START;

    /** A world with the hospital, the patient 1 (principal 1), and the practitioner 2. */
    public static World founded() {
        World world = new World();
        world.apply(HOSPITAL, new Command.FoundConsortium(List.of(member(HOSPITAL))));
        world.apply(HOSPITAL, new Command.PutPrincipal(patientPrincipal(1)));
        world.apply(HOSPITAL, new Command.PutPrincipal(staff(2, Role.PRACTITIONER)));
        return world;
    }

    /** A consortium of so many members, founded at height 1; see {@link #memberId}. */
    public static World ofMembers(int members) {
        World world = new World();
        List<Member> founders = IntStream.rangeClosed(1, members)
                .mapToObj(n -> member(memberId(n), n))
                .toList();
        world.apply(memberId(1), new Command.FoundConsortium(founders));
        return world;
    }

    public State state() {
        return state;
    }

    public long height() {
        return height;
    }

    public Instant time() {
        return time;
    }

    /** From now on commands stand in the block of this height and time. */
    public void continueAt(long height, Instant time) {
        this.height = height;
        this.time = time;
    }

    /** Applies a command and says what came of it: {@code APPLIED}, {@code REPEATED} or the refusal's name. */
    public String apply(MemberId submitter, Command command) {
        Transition transition = Contracts.apply(state, new Context(submitter, height, time), command);
        state = transition.state();
        return switch (transition.outcome()) {
            case Outcome.Applied a -> "APPLIED";
            case Outcome.Repeated r -> "REPEATED";
            case Outcome.Refused refused -> refused.refusal().name();
        };
    }

    public String apply(Command command) {
        return apply(HOSPITAL, command);
    }

    public static Member member(MemberId id) {
        return member(id, 1);
    }

    public static Member member(MemberId id, int keys) {
        return new Member(id, key(Algorithm.ED25519, keys), key(Algorithm.ML_DSA_44, keys), Optional.of(card(id)));
    }

    private static Hash card(MemberId id) {
        return Hash.sha256(Bytes.utf8(id.text()));
    }

    /** The members of {@link #ofMembers}, from 1; the first is the hospital. */
    public static MemberId memberId(int n) {
        return n == 1 ? HOSPITAL : new MemberId("member-" + n + ".example");
    }

    public static VerifyingKey key(Algorithm algorithm, int n) {
        byte[] raw = new byte[algorithm.keySize()];
        raw[0] = (byte) n;
        return new VerifyingKey(algorithm, Bytes.of(raw));
    }

    public static Bytes id(int size, int n) {
        byte[] raw = new byte[size];
        raw[size - 1] = (byte) n;
        return Bytes.of(raw);
    }

    public static PatientHandle patient(int n) {
        return new PatientHandle(id(PatientHandle.SIZE, n));
    }

    public static PrincipalId principal(int n) {
        return new PrincipalId(id(PrincipalId.SIZE, n));
    }

    public static DeviceId device(int n) {
        return new DeviceId(id(DeviceId.SIZE, n));
    }

    public static ConsentId consentId(int n) {
        return new ConsentId(id(ConsentId.SIZE, n));
    }

    public static Principal patientPrincipal(int n) {
        return new Principal(principal(n), HOSPITAL, Set.of(Role.PATIENT), Optional.of(patient(n)), true);
    }

    public static Principal staff(int n, Role role) {
        return new Principal(principal(n), HOSPITAL, Set.of(role), Optional.empty(), true);
    }

    public static Consent consent(int id, int version, int patient, Grantee grantee, String... codes) {
        Consent.Terms terms =
                new Consent.Terms(grantee, Set.of(Purpose.TREAT), Set.of(codes), START, START.plusSeconds(24 * 3600));
        return new Consent(consentId(id), version, patient(patient), terms, Consent.Status.ACTIVE);
    }

    public static Grantee one(int principal) {
        return new Grantee.OnePrincipal(principal(principal));
    }

    public static Command.RegisterDevice register(int n) {
        return new Command.RegisterDevice(device(n), key(Algorithm.ED25519, n));
    }

    public static Command.Anchor anchor(long number, int root, SequenceRange... ranges) {
        int readings = 0;
        for (SequenceRange range : ranges) {
            readings += range.readings();
        }
        return new Command.Anchor(GATEWAY, number, Hash.sha256(new byte[] {(byte) root}), readings, List.of(ranges));
    }

    public static SequenceRange range(int device, long first, long last) {
        int packs = (int) (last - first + 1);
        return new SequenceRange(device(device), first, last, packs);
    }
}
