package org.vitaledger.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vitaledger.core.contract.World.HOSPITAL;
import static org.vitaledger.core.contract.World.START;
import static org.vitaledger.core.contract.World.STRANGER;
import static org.vitaledger.core.contract.World.anchor;
import static org.vitaledger.core.contract.World.consent;
import static org.vitaledger.core.contract.World.consentId;
import static org.vitaledger.core.contract.World.device;
import static org.vitaledger.core.contract.World.one;
import static org.vitaledger.core.contract.World.patient;
import static org.vitaledger.core.contract.World.principal;
import static org.vitaledger.core.contract.World.range;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitaledger.core.audit.AuditHead;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.governance.Choice;
import org.vitaledger.core.governance.VersionChange;
import org.vitaledger.core.value.Grantee;
import org.vitaledger.core.value.Role;

class EntryTest {
    static Stream<Entry> entries() {
        return Stream.of(
                ordered(new Command.FoundConsortium(List.of(World.member(HOSPITAL)))),
                ordered(new Command.PutPrincipal(World.patientPrincipal(1))),
                ordered(new Command.PutPrincipal(World.staff(2, Role.AUDITOR))),
                ordered(World.register(1)),
                ordered(new Command.BindDevice(device(1), Optional.of(patient(1)))),
                ordered(new Command.BindDevice(device(1), Optional.empty())),
                ordered(new Command.RevokeDevice(device(1))),
                ordered(new Command.PutConsent(consent(1, 1, 1, one(2), "8867-4", "2708-6"), principal(1))),
                ordered(new Command.PutConsent(consent(1, 1, 1, new Grantee.WholeMember(HOSPITAL)), principal(1))),
                ordered(new Command.RevokeConsent(consentId(1), principal(1))),
                ordered(anchor(1, 1, range(1, 1, 3), range(2, 7, 9))),
                ordered(new Command.AnchorAudit(AuditHead.of(1, Hash.sha256(), Hash.sha256()), List.of())),
                ordered(new Command.AnchorAudit(AuditHead.of(7, Hash.sha256(), Hash.sha256()), List.of(Hash.sha256()))),
                ordered(new Command.RecordAuditLoss(AuditHead.EMPTY, 7)),
                ordered(new Command.RecordErasure(patient(1))),
                ordered(new Command.FoundConsortium(List.of(World.member(HOSPITAL), World.member(STRANGER, 2)))),
                propose(new Change.AdmitMember(World.member(STRANGER))),
                propose(new Change.SuspendMember(STRANGER)),
                propose(new Change.ReinstateMember(STRANGER)),
                propose(new Change.RemoveMember(STRANGER)),
                propose(new Change.RotateMemberKeys(World.member(HOSPITAL, 2))),
                propose(new Change.SetParameter("voting-threshold", 600)),
                propose(new Change.SetParameter("no-such-thing", -1)),
                propose(new Change.SetContractVersion(new VersionChange(2, 1_000_000))),
                ordered(new Command.Vote(1, Choice.APPROVE)),
                ordered(new Command.Vote(1_000_000, Choice.REJECT)),
                new Entry.Close(1, START, Hash.sha256()));
    }

    private static Entry propose(Change change) {
        return ordered(new Command.Propose(1, change));
    }

    private static Entry ordered(Command command) {
        return new Entry.Ordered(HOSPITAL, command, 0);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void readsWhatItWrote(Entry entry) throws EntryRejected {
        assertThat(Entry.parse(entry.encode())).isEqualTo(entry);
        assertThat(Entry.closes(entry.encode())).isEqualTo(entry instanceof Entry.Close);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void readsNothingButCanonicalBytes(Entry entry) {
        byte[] bytes = entry.encode().toArray();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 300; i++) {
            byte[] hostile = bytes.clone();
            hostile[random.nextInt(hostile.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(Entry.parse(Bytes.of(hostile)).encode().toArray()).isEqualTo(hostile);
            } catch (EntryRejected expected) {
                assertThat(expected).hasMessageStartingWith("not an entry");
            }
        }
        for (int length = 0; length < Math.min(bytes.length, 200); length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Entry.parse(Bytes.of(cut))).isInstanceOf(EntryRejected.class);
        }
    }

    /** A change of these bytes is a change of every hash ever signed: it must never happen by accident. */
    @Test
    void writesTheBytesThatItAlwaysWrote() {
        assertThat(ordered(anchor(1, 1, range(1, 1, 3))).encode().hex())
                .isEqualTo("840172686f73706974616c2d612e6578616d706c65870872686f73706974616c2d612e6578616d706c65"
                        + "66656467652d310158204bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a"
                        + "03818448000000000000000101030300");
        assertThat(ordered(new Command.Vote(7, Choice.REJECT)).encode().hex())
                .isEqualTo("840172686f73706974616c2d612e6578616d706c65830d070200");
        assertThat(propose(new Change.RemoveMember(STRANGER)).encode().hex())
                .isEqualTo("840172686f73706974616c2d612e6578616d706c65830c01820470737472616e6765722e6578616d706c6500");
        assertThat(propose(new Change.SetParameter("roster-notice", 24))
                        .encode()
                        .hex())
                .isEqualTo("840172686f73706974616c2d612e6578616d706c65830c0183066d726f737465722d6e6f74696365181800");
        assertThat(propose(new Change.SetContractVersion(new VersionChange(2, 10)))
                        .encode()
                        .hex())
                .isEqualTo("840172686f73706974616c2d612e6578616d706c65830c01820782020a00");
        assertThat(new Entry.Close(1, START, Hash.of(new byte[32])).encode().hex())
                .isEqualTo("8402011b0000019b76daa80058200000000000000000000000000000000000000000000000000000"
                        + "000000000000");
    }
}
