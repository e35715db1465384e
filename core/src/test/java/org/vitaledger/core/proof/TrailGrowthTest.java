package org.vitaledger.core.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.Proves;
import org.vitaledger.core.access.AccessRequest;
import org.vitaledger.core.audit.AuditHead;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.audit.PatientTrail;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.merkle.MerkleTree;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.value.Purpose;
import org.vitaledger.core.value.Role;

/** What a patient who keeps a proof can say of a later one. */
class TrailGrowthTest {
    private final List<AuditRecord> records = records(8, "Observation.search");

    @Test
    @Proves("INV-011")
    void keepsWhatWasShown() {
        assertThat(between(trail(records, 3), trail(records, 8))).isEqualTo(TrailGrowth.KEPT);
        assertThat(between(trail(records, 3), trail(records, 3))).isEqualTo(TrailGrowth.KEPT);
        assertThat(between(trail(records, 0), trail(records, 3))).isEqualTo(TrailGrowth.KEPT);
    }

    @Test
    @Proves("INV-011")
    void findsWhatWasTakenBack() {
        assertThat(between(trail(records, 5), trail(records, 3))).isEqualTo(TrailGrowth.TAKEN_BACK);
        assertThat(between(trail(records, 5), trail(records, 0))).isEqualTo(TrailGrowth.TAKEN_BACK);
        assertThat(between(trail(records, 5), trail(records(8, "Patient.read"), 8)))
                .isEqualTo(TrailGrowth.TAKEN_BACK);
        List<AuditRecord> oneOther = new ArrayList<>(records);
        oneOther.set(1, records(2, "Patient.read").get(1));
        // The earlier proof shows the record that was changed, or only the root over it.
        assertThat(between(trail(records, 5), trail(oneOther, 8))).isEqualTo(TrailGrowth.TAKEN_BACK);
        assertThat(between(part(records, 5, 3), trail(oneOther, 8))).isEqualTo(TrailGrowth.TAKEN_BACK);
        assertThat(between(trail(records, 5), part(oneOther, 8, 1))).isEqualTo(TrailGrowth.TAKEN_BACK);
    }

    /** However long the trail is, and whatever part of it is shown. */
    @Test
    @Proves("INV-011")
    void showsByAPathThatATrailOnlyGrew() {
        List<AuditRecord> others = records(8, "Patient.read");
        assertThat(between(part(records, 5, 3), shown(records, 7, 8, 5))).isEqualTo(TrailGrowth.KEPT);
        assertThat(between(part(records, 5, 3), shown(others, 7, 8, 5))).isEqualTo(TrailGrowth.TAKEN_BACK);
        assertThat(between(part(records, 5, 3), shown(records, 7, 8, 4))).isEqualTo(TrailGrowth.NOT_SHOWN);
        // As many records, and other ones.
        assertThat(between(part(records, 8, 3), part(others, 8, 5))).isEqualTo(TrailGrowth.TAKEN_BACK);
    }

    @Test
    void saysNothingOfWhatIsNotShown() {
        assertThat(between(trail(records, 5), part(records, 8, 6))).isEqualTo(TrailGrowth.NOT_SHOWN);
        Statement.AccessesRecorded other = new Statement.AccessesRecorded(
                World.STRANGER,
                World.patient(1),
                1,
                List.of(),
                AuditHead.EMPTY,
                Optional.empty(),
                World.NOON,
                Optional.empty());
        assertThat(between(trail(records, 5), other)).isEqualTo(TrailGrowth.OF_ANOTHER);
    }

    /** A proof may rest on an older block with the same log; with another one it tells nothing new. */
    @Test
    void asksForANewerProof() {
        Instant before = World.NOON.minusSeconds(1);
        assertThat(between(trail(records, 5), at(before, trail(records, 5)))).isEqualTo(TrailGrowth.KEPT);
        assertThat(between(trail(records, 5), at(before, trail(records, 3)))).isEqualTo(TrailGrowth.OLDER);
    }

    private static Statement.AccessesRecorded at(Instant time, Statement.AccessesRecorded proof) {
        return new Statement.AccessesRecorded(
                proof.member(),
                proof.patient(),
                proof.first(),
                proof.accesses(),
                proof.head(),
                proof.trail(),
                time,
                proof.before());
    }

    private static TrailGrowth between(Statement.AccessesRecorded earlier, Statement.AccessesRecorded later) {
        return TrailGrowth.between(earlier, later);
    }

    /** A proof that shows all of the first records. */
    private static Statement.AccessesRecorded trail(List<AuditRecord> all, int count) {
        return shown(all.subList(0, count), 0, count, 0);
    }

    /** A proof of the first records that shows one of them. */
    private static Statement.AccessesRecorded part(List<AuditRecord> all, int count, int place) {
        return shown(all.subList(0, count), place, place + 1, 0);
    }

    private static Statement.AccessesRecorded shown(List<AuditRecord> trail, int from, int to, int earlier) {
        MerkleTree tree = MerkleTree.of(
                trail.stream().map(record -> TreeHash.leaf(record.encode())).toList());
        return new Statement.AccessesRecorded(
                World.HOSPITAL,
                World.patient(1),
                from + 1L,
                trail.subList(from, to),
                AuditHead.EMPTY,
                trail.isEmpty() ? Optional.empty() : Optional.of(new PatientTrail(trail.size(), tree.root())),
                World.NOON,
                earlier == 0 ? Optional.empty() : Optional.of(new PatientTrail(earlier, tree.root(earlier))));
    }

    private static List<AuditRecord> records(int count, String interaction) {
        List<AuditRecord> records = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            records.add(new AuditRecord(
                    Bytes.of(new byte[AuditRecord.SALT_SIZE]),
                    i,
                    World.HOSPITAL,
                    new AccessRequest(World.principal(2), Role.PRACTITIONER, Purpose.TREAT, World.patient(1)),
                    new AuditRecord.Access(interaction, World.NOON),
                    new AuditRecord.Ruling(Optional.empty(), 1, List.of())));
        }
        return records;
    }
}
