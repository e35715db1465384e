package org.vitaledger.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vitaledger.core.contract.World.HOSPITAL;
import static org.vitaledger.core.contract.World.NOON;
import static org.vitaledger.core.contract.World.STRANGER;
import static org.vitaledger.core.contract.World.anchor;
import static org.vitaledger.core.contract.World.consent;
import static org.vitaledger.core.contract.World.consentId;
import static org.vitaledger.core.contract.World.device;
import static org.vitaledger.core.contract.World.member;
import static org.vitaledger.core.contract.World.one;
import static org.vitaledger.core.contract.World.patient;
import static org.vitaledger.core.contract.World.patientPrincipal;
import static org.vitaledger.core.contract.World.principal;
import static org.vitaledger.core.contract.World.range;
import static org.vitaledger.core.contract.World.register;
import static org.vitaledger.core.contract.World.staff;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.Proves;
import org.vitaledger.core.audit.AuditHead;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.merkle.MerkleTree;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.Device;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.Role;
import org.vitaledger.core.value.Sequences;
import org.vitaledger.core.value.Sequences.Gap;

class ContractsTest {
    private final World world = World.founded();

    @Test
    void isFoundedOnceByOneOfTheFounders() {
        World empty = new World();
        Command founding = new Command.FoundConsortium(List.of(member(HOSPITAL), member(World.memberId(2), 2)));
        Command other = new Command.FoundConsortium(List.of(member(STRANGER, 3)));
        assertThat(empty.apply(STRANGER, founding)).isEqualTo("NOT_YOURS");
        assertThat(empty.apply(HOSPITAL, register(1))).isEqualTo("NOT_A_MEMBER");
        assertThat(empty.apply(HOSPITAL, founding)).isEqualTo("APPLIED");
        assertThat(empty.apply(World.memberId(2), founding)).isEqualTo("REPEATED");
        assertThat(empty.apply(STRANGER, founding)).isEqualTo("NEEDS_A_VOTE");
        assertThat(empty.apply(STRANGER, other)).isEqualTo("NEEDS_A_VOTE");
        assertThat(empty.state().members()).containsExactly(HOSPITAL, World.memberId(2));
        assertThat(empty.state().member(HOSPITAL)).contains(member(HOSPITAL));
    }

    @Test
    void isNotFoundedByNobodyOrWithADouble() {
        List<List<Member>> wrong = List.of(
                List.of(),
                List.of(member(HOSPITAL), member(HOSPITAL, 2)),
                List.of(member(HOSPITAL), member(STRANGER)),
                IntStream.rangeClosed(1, Command.FoundConsortium.MAX_MEMBERS + 1)
                        .mapToObj(n -> member(World.memberId(n), n))
                        .toList());
        assertThat(wrong)
                .allSatisfy(members -> assertThatThrownBy(() -> new Command.FoundConsortium(members))
                        .isInstanceOf(IllegalArgumentException.class));
    }

    @Test
    void takesPrincipalsFromTheirOwnMemberOnly() {
        Principal foreign = new Principal(principal(9), STRANGER, Set.of(Role.OPERATOR), Optional.empty(), true);
        assertThat(world.apply(new Command.PutPrincipal(foreign))).isEqualTo("NOT_YOURS");
        assertThat(world.apply(new Command.PutPrincipal(staff(3, Role.AUDITOR))))
                .isEqualTo("APPLIED");
        assertThat(world.apply(new Command.PutPrincipal(staff(3, Role.AUDITOR))))
                .isEqualTo("REPEATED");
        assertThat(world.apply(new Command.PutPrincipal(staff(3, Role.OPERATOR))))
                .isEqualTo("APPLIED");
        assertThat(world.state().principal(principal(3))).contains(staff(3, Role.OPERATOR));
    }

    @Test
    void saysSinceWhenABindingHolds() {
        Instant first = NOON.plusNanos(1_999_999);
        world.apply(register(1));
        world.continueAt(2, first);
        world.apply(bind(1, 1));
        world.continueAt(3, first.plusSeconds(60));
        assertThat(world.apply(bind(1, 1))).isEqualTo("REPEATED");
        assertThat(world.state().device(device(1)).map(Device::boundSince)).contains(NOON.plusMillis(1));
        assertThat(world.state().device(device(1)).map(Device::wornBefore)).contains(false);
        world.apply(bind(1, 2));
        assertThat(world.state().device(device(1)).map(Device::boundSince))
                .contains(NOON.plusMillis(1).plusSeconds(60));
        assertThat(world.state().device(device(1)).map(Device::wornBefore)).contains(true);
    }

    @Test
    void enrolsBindsAndRevokesDevices() {
        assertThat(world.apply(register(1))).isEqualTo("APPLIED");
        assertThat(world.apply(register(1))).isEqualTo("REPEATED");
        assertThat(world.apply(new Command.RegisterDevice(device(1), World.key(Algorithm.ES256, 7))))
                .isEqualTo("DEVICE_EXISTS");
        assertThat(world.apply(bind(2, 1))).isEqualTo("UNKNOWN_DEVICE");
        assertThat(world.apply(bind(1, 1))).isEqualTo("APPLIED");
        assertThat(world.apply(bind(1, 1))).isEqualTo("REPEATED");
        assertThat(world.apply(new Command.BindDevice(device(1), Optional.empty())))
                .isEqualTo("APPLIED");
        assertThat(world.apply(new Command.RevokeDevice(device(1)))).isEqualTo("APPLIED");
        assertThat(world.apply(new Command.RevokeDevice(device(1)))).isEqualTo("REPEATED");
        assertThat(world.apply(bind(1, 1))).isEqualTo("DEVICE_REVOKED");
        assertThat(world.state().device(device(1)).map(Device::status)).contains(Device.Status.REVOKED);
    }

    @Test
    void takesConsentsFromThePatientAlone() {
        Consent first = consent(1, 1, 1, one(2));
        assertThat(world.apply(new Command.PutConsent(first, principal(8)))).isEqualTo("UNKNOWN_PRINCIPAL");
        assertThat(world.apply(new Command.PutConsent(first, principal(2)))).isEqualTo("NOT_THE_PATIENT");
        assertThat(put(consent(1, 2, 1, one(2)))).isEqualTo("STALE_VERSION");
        assertThat(put(first)).isEqualTo("APPLIED");
        assertThat(put(first)).isEqualTo("REPEATED");
        assertThat(put(consent(1, 1, 1, one(3)))).isEqualTo("STALE_VERSION");
        assertThat(put(consent(1, 2, 1, one(3)))).isEqualTo("APPLIED");
        assertThat(revoke(2)).isEqualTo("UNKNOWN_CONSENT");
        assertThat(world.apply(new Command.RevokeConsent(consentId(1), principal(2))))
                .isEqualTo("NOT_THE_PATIENT");
        assertThat(revoke(1)).isEqualTo("APPLIED");
        assertThat(revoke(1)).isEqualTo("REPEATED");
        assertThat(put(consent(1, 4, 1, one(3)))).isEqualTo("CONSENT_REVOKED");
        assertThat(world.state().consentsOf(patient(1)))
                .singleElement()
                .satisfies(consent -> assertThat(consent.version()).isEqualTo(3));
    }

    @Test
    void takesNoConsentFromAWithdrawnPatientPrincipal() {
        Principal one = patientPrincipal(1);
        world.apply(new Command.PutPrincipal(new Principal(one.id(), one.member(), one.roles(), one.self(), false)));
        assertThat(put(consent(1, 1, 1, one(2)))).isEqualTo("PRINCIPAL_INACTIVE");
    }

    @Test
    void cannotMoveAConsentToAnotherPatient() {
        world.apply(new Command.PutPrincipal(patientPrincipal(3)));
        put(consent(1, 1, 1, one(2)));
        assertThat(world.apply(new Command.PutConsent(consent(1, 2, 3, one(2)), principal(3))))
                .isEqualTo("NOT_THE_PATIENT");
    }

    @Test
    @Proves("INV-002")
    void anchorsEachBatchAndEachSequenceOnce() {
        world.apply(register(1));
        world.apply(register(2));
        assertThat(world.apply(anchor(2, 1, range(1, 1, 3)))).isEqualTo("BATCH_OUT_OF_ORDER");
        assertThat(world.apply(anchor(1, 1, range(3, 1, 3)))).isEqualTo("UNKNOWN_DEVICE");
        assertThat(world.apply(anchor(1, 1, range(1, 1, 3), range(2, 5, 5)))).isEqualTo("APPLIED");
        assertThat(world.apply(anchor(1, 1, range(1, 1, 3), range(2, 5, 5)))).isEqualTo("REPEATED");
        assertThat(world.apply(anchor(1, 2, range(1, 1, 3)))).isEqualTo("BATCH_DIFFERS");
        assertThat(world.apply(anchor(2, 2, range(1, 3, 4)))).isEqualTo("ALREADY_ANCHORED");
        assertThat(world.apply(anchor(2, 2, range(1, 4, 4)))).isEqualTo("APPLIED");
        assertThat(world.apply(anchor(1, 1, range(1, 1, 3), range(2, 5, 5)))).isEqualTo("BATCH_OUT_OF_ORDER");
        assertThat(world.state().device(device(1)).map(Device::anchored)).contains(Sequences.upTo(4));
    }

    @Test
    void anchorsWhatARevokedDeviceDeliveredBefore() {
        world.apply(register(1));
        world.apply(new Command.RevokeDevice(device(1)));
        assertThat(world.apply(anchor(1, 1, range(1, 1, 1)))).isEqualTo("APPLIED");
    }

    @Test
    @Proves("INV-012")
    void keepsAGapInTheSequenceOnTheLedger() throws EntryRejected {
        world.apply(register(1));
        Command.Anchor anchor = anchor(1, 1, range(1, 1, 2), range(1, 5, 5));
        Entry entry = new Entry.Ordered(HOSPITAL, anchor, 0);

        assertThat(Entry.parse(entry.encode())).isEqualTo(entry);
        assertThat(world.apply(anchor)).isEqualTo("APPLIED");
        assertThat(anchored()).isEqualTo(new Sequences(5, List.of(new Gap(3, 4)), 0));
    }

    @Test
    @Proves({"INV-002", "INV-012"})
    void takesWhatComesLateIntoAGapOnce() {
        world.apply(register(1));
        assertThat(world.apply(anchor(1, 1, range(1, 9, 10)))).isEqualTo("APPLIED");
        assertThat(world.apply(anchor(2, 2, range(1, 3, 4), range(1, 11, 12)))).isEqualTo("APPLIED");
        assertThat(anchored()).isEqualTo(new Sequences(12, List.of(new Gap(1, 2), new Gap(5, 8)), 0));
        assertThat(world.apply(anchor(3, 3, range(1, 4, 5)))).isEqualTo("ALREADY_ANCHORED");
        assertThat(world.apply(anchor(3, 3, range(1, 2, 3)))).isEqualTo("ALREADY_ANCHORED");
        assertThat(world.apply(anchor(3, 3, range(1, 1, 2), range(1, 7, 7)))).isEqualTo("APPLIED");
        assertThat(world.apply(anchor(4, 4, range(1, 7, 7)))).isEqualTo("ALREADY_ANCHORED");
        assertThat(world.apply(anchor(4, 4, range(1, 5, 6), range(1, 8, 8)))).isEqualTo("APPLIED");
        assertThat(anchored()).isEqualTo(Sequences.upTo(12));
    }

    @Test
    @Proves("INV-012")
    void countsWhatIsLostBeyondTheGapsThatItKeeps() {
        world.apply(register(1));
        for (int i = 1; i <= Sequences.MAX_GAPS + 2; i++) {
            assertThat(world.apply(anchor(i, i, range(1, 3L * i, 3L * i)))).isEqualTo("APPLIED");
        }
        assertThat(anchored().gaps()).hasSize(Sequences.MAX_GAPS);
        assertThat(anchored().lost()).isEqualTo(4);
        int next = Sequences.MAX_GAPS + 3;
        assertThat(world.apply(anchor(next, next, range(1, 4, 4)))).isEqualTo("ALREADY_ANCHORED");
        assertThat(world.apply(anchor(next, next, range(1, 7, 7)))).isEqualTo("APPLIED");
    }

    @Test
    void namesRangesInOneWayOnly() {
        assertThatThrownBy(() -> anchor(1, 1, range(1, 3, 4), range(1, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> anchor(1, 1, range(1, 1, 2), range(1, 2, 4)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> anchor(1, 1, range(1, 1, 2), range(1, 3, 4)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> anchor(1, 1, range(2, 1, 2), range(1, 3, 4)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Sequences anchored() {
        return world.state().device(device(1)).map(Device::anchored).orElseThrow();
    }

    @Test
    @Proves("INV-011")
    void letsAnAuditLogOnlyGrow() {
        MerkleTree log = records(8, 1);
        assertThat(anchorAudit(log, 3, List.of())).isEqualTo("APPLIED");
        assertThat(anchorAudit(log, 3, List.of())).isEqualTo("REPEATED");
        assertThat(anchorAudit(log, 2, List.of())).isEqualTo("AUDIT_HEAD_BEHIND");
        assertThat(anchorAudit(records(3, 2), 3, List.of())).isEqualTo("AUDIT_HEAD_BEHIND");
        assertThat(anchorAudit(log, 8, List.of())).isEqualTo("AUDIT_NOT_CONSISTENT");
        MerkleTree other = records(8, 2);
        assertThat(anchorAudit(other, 8, other.consistency(3, 8).path())).isEqualTo("AUDIT_NOT_CONSISTENT");
        assertThat(anchorAudit(log, 8, log.consistency(3, 8).path())).isEqualTo("APPLIED");
        assertThat(auditHead().size()).isEqualTo(8);
        assertThat(auditHead().loss()).isEmpty();
    }

    @Test
    @Proves("INV-011")
    void keepsForGoodThatAnAuditLogLostRecords() {
        MerkleTree log = records(8, 1);
        assertThat(loseAudit(log, 1)).isEqualTo("NOTHING_LOST");
        anchorAudit(log, 5, List.of());
        assertThat(loseAudit(log, 5)).isEqualTo("NOTHING_LOST");
        assertThat(loseAudit(log, 2)).isEqualTo("APPLIED");
        assertThat(loseAudit(log, 2)).isEqualTo("REPEATED");
        assertThat(auditHead().loss()).contains(new AuditHead.Loss(1, 5, 2));
        MerkleTree anew = records(4, 3);
        assertThat(anchorAudit(anew, 4, anew.consistency(2, 4).path())).isEqualTo("AUDIT_NOT_CONSISTENT");
        assertThat(anchorAudit(log, 8, log.consistency(2, 8).path())).isEqualTo("APPLIED");
        assertThat(auditHead().loss()).contains(new AuditHead.Loss(1, 5, 2));
        assertThat(loseAudit(log, 7)).isEqualTo("APPLIED");
        assertThat(auditHead().loss()).contains(new AuditHead.Loss(2, 8, 2));
        assertThat(loseAudit(log, 0)).isEqualTo("APPLIED");
        assertThat(auditHead().loss()).contains(new AuditHead.Loss(3, 8, 0));
        assertThat(anchorAudit(anew, 4, List.of())).isEqualTo("APPLIED");
        assertThat(auditHead().loss()).contains(new AuditHead.Loss(3, 8, 0));
    }

    /** Records that were given and not anchored yet are lost, too. */
    @Test
    @Proves("INV-011")
    void keepsForGoodThatRecordsWereLostBeforeTheyWereAnchored() {
        MerkleTree log = records(8, 1);
        assertThat(loseAudit(log, 2, 3)).isEqualTo("APPLIED");
        assertThat(auditHead().loss()).contains(new AuditHead.Loss(1, 3, 2));
        assertThat(loseAudit(log, 2, 3)).isEqualTo("REPEATED");
        assertThat(loseAudit(log, 2, 7)).isEqualTo("APPLIED");
        assertThat(auditHead().loss()).contains(new AuditHead.Loss(2, 7, 2));
        assertThat(loseAudit(log, 2)).isEqualTo("REPEATED");
        // Fewer than the last time, but further ones.
        assertThat(loseAudit(log, 2, 4)).isEqualTo("APPLIED");
        assertThat(auditHead().loss()).contains(new AuditHead.Loss(3, 7, 2));
    }

    private static MerkleTree records(int count, int seed) {
        MerkleTree tree = new MerkleTree();
        for (int i = 0; i < count; i++) {
            tree.append(Hash.sha256(new byte[] {(byte) seed, (byte) i}));
        }
        return tree;
    }

    private String anchorAudit(MerkleTree log, long size, List<Hash> path) {
        return world.apply(new Command.AnchorAudit(head(log, size), path));
    }

    private String loseAudit(MerkleTree log, long size) {
        return loseAudit(log, size, 0);
    }

    private String loseAudit(MerkleTree log, long size, long counted) {
        return world.apply(new Command.RecordAuditLoss(head(log, size), counted));
    }

    private static AuditHead head(MerkleTree log, long size) {
        return AuditHead.of(size, log.root(size), Hash.sha256());
    }

    private AuditHead auditHead() {
        return world.state().auditHead(World.HOSPITAL).orElseThrow();
    }

    @Test
    void bindsNoDeviceToAPatientWhoseKeyIsDestroyed() {
        world.apply(register(1));
        assertThat(world.apply(new Command.RecordErasure(patient(1)))).isEqualTo("APPLIED");
        assertThat(world.apply(new Command.RecordErasure(patient(1)))).isEqualTo("REPEATED");
        assertThat(bindOutcome()).isEqualTo("PATIENT_ERASED");
        assertThat(put(consent(1, 1, 1, one(2)))).isEqualTo("PATIENT_ERASED");
    }

    private String bindOutcome() {
        return world.apply(bind(1, 1));
    }

    private static Command bind(int device, int patient) {
        return new Command.BindDevice(device(device), Optional.of(patient(patient)));
    }

    private String put(Consent consent) {
        return world.apply(new Command.PutConsent(consent, principal(1)));
    }

    private String revoke(int consent) {
        return world.apply(new Command.RevokeConsent(consentId(consent), principal(1)));
    }
}
