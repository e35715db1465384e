package org.vitaledger.api.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.vitaledger.api.audit.AuditFolder.ANNA;
import static org.vitaledger.api.audit.AuditFolder.OTHER;
import static org.vitaledger.api.audit.AuditFolder.copy;
import static org.vitaledger.api.audit.AuditFolder.entry;
import static org.vitaledger.api.audit.AuditFolder.patient;
import static org.vitaledger.api.audit.AuditFolder.segment;
import static org.vitaledger.api.audit.AuditFolder.setup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.api.fake.FakeLedger;
import org.vitaledger.core.Proves;
import org.vitaledger.core.access.AccessRequest;
import org.vitaledger.core.audit.AuditHead;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Purpose;
import org.vitaledger.core.value.Role;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.journal.JournalRecord;
import org.vitaledger.journal.RecordCipher;
import org.vitaledger.ledger.store.KeyValues;

/** What becomes of an audit log whose files somebody or something changed. */
class AuditHarmTest {
    private final AuditFolder home;

    AuditHarmTest(@TempDir Path directory) {
        this.home = new AuditFolder(directory.resolve("audit"));
    }

    /** What somebody may do to the files of the log while the node is stopped. */
    enum Harm {
        DELETE_ALL {
            @Override
            void to(Path log, Path older) throws IOException {
                Files.move(log, log.resolveSibling("gone"));
            }
        },
        DELETE_RECORDS {
            @Override
            void to(Path log, Path older) throws IOException {
                Files.move(AuditStore.records(log), log.resolveSibling("gone"));
            }
        },
        SHORTEN {
            @Override
            void to(Path log, Path older) throws IOException {
                Path segment = segment(log);
                byte[] all = Files.readAllBytes(segment);
                Files.write(segment, Arrays.copyOf(all, all.length / 2));
            }
        },
        ALTER {
            @Override
            void to(Path log, Path older) throws IOException {
                Path segment = segment(log);
                byte[] all = Files.readAllBytes(segment);
                all[all.length / 2] ^= 1;
                Files.write(segment, all);
            }
        },
        OLDER_COPY {
            @Override
            void to(Path log, Path older) throws IOException {
                Files.move(log, log.resolveSibling("gone"));
                Files.move(older, log);
            }
        };

        abstract void to(Path log, Path older) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    @Proves("INV-011")
    void givesNothingOfALogThatWasHarmedUntilTheLossIsOnTheLedger(Harm harm, @TempDir Path copies) throws IOException {
        byte[] proved;
        home.record(10);
        copy(home.path, copies.resolve("older"));
        home.record(30);
        try (AuditLog log = home.open();
                AuditAnchors anchors = home.anchors(log)) {
            proved = anchors.newest().head().root().toArray();
        }
        AuditHead before = home.head();
        harm.to(home.path, copies.resolve("older"));

        assertThat(home.check(before)).isNotEmpty();
        try (AuditLog log = home.open();
                AuditAnchors anchors = home.anchors(log)) {
            new AuditPatrol(log).pass();
            assertThat(log.fault().orElseThrow().code().id()).isIn("VL-AUDIT-001", "VL-AUDIT-002");
            assertThatThrownBy(() -> log.append(entry(ANNA)).join()).hasMessageContaining("VL-AUDIT-00");
            assertThatThrownBy(anchors::newest).hasMessageContaining("VL-AUDIT-00");
            anchors.anchorNow();
            assertThat(home.head()).isEqualTo(before);

            AuditHead.Loss loss = anchors.recordLoss().orElseThrow();
            assertThat(loss.counted()).isEqualTo(40);
            assertThat(loss.kept()).isLessThan(40);
            assertThat(log.fault()).isEmpty();
            log.append(entry(ANNA)).join();
            anchors.anchorNow();
            assertThat(home.head().size()).isEqualTo(loss.kept() + 1);
            assertThat(home.head().loss()).contains(loss);
            assertThat(anchors.recordLoss()).isEmpty();
        }
        assertThat(home.head().root().toArray()).isNotEqualTo(proved);
        home.record(5);
        assertThat(home.head().loss()).isPresent();
        assertThat(home.check()).isEmpty();
    }

    /** The records of another log of the same member, whole in themselves. */
    @Test
    @Proves("INV-011")
    void givesNothingOfAnotherLog() throws IOException {
        home.record(10);
        AuditHead before = home.head();
        Path other = home.path.resolveSibling("other");
        try (AuditLog log = AuditFolder.open(other)) {
            for (int i = 0; i < 10; i++) {
                log.append(entry(ANNA)).join();
            }
        }
        Files.move(home.path, home.path.resolveSibling("gone"));
        Files.move(other, home.path);
        try (AuditLog log = home.open()) {
            home.anchors(log).close();
            assertThat(log.fault().orElseThrow().code().id()).isEqualTo("VL-AUDIT-002");
        }
        assertThat(home.check(before)).anyMatch(finding -> finding.contains("are not those that were anchored"));
    }

    /** The index can be made again from the records. */
    @Test
    void makesALostOrWrongIndexAgain() throws IOException {
        home.record(20);
        Path index = AuditStore.index(home.path);
        Files.move(index, home.path.resolveSibling("index"));
        home.record(20);
        Files.move(index, home.path.resolveSibling("newer"));
        // An older one goes on where it ends.
        Files.move(home.path.resolveSibling("index"), index);
        home.record(1);
        assertThat(home.head().size()).isEqualTo(41);
        assertThat(home.head().loss()).isEmpty();
        assertThat(home.check()).isEmpty();
    }

    /** A ledger that came back from a copy counts fewer records than the log anchored once. */
    @Test
    void goesOnWhereTheLedgerIsOlder() {
        home.record(20);
        FakeLedger older = AuditFolder.newLedger();
        try (AuditLog log = home.open();
                AuditAnchors anchors = AuditAnchors.start(log, older, Duration.ofHours(1))) {
            assertThat(log.fault()).isEmpty();
            anchors.anchorNow();
            assertThat(older.snapshot()
                            .state()
                            .auditHead(FakeLedger.MEMBER)
                            .orElseThrow()
                            .size())
                    .isEqualTo(20);
        }
    }

    @Test
    void namesEveryFlippedByte() throws IOException {
        home.record(50);
        Path segment = segment(home.path);
        byte[] good = Files.readAllBytes(segment);
        SplittableRandom random = new SplittableRandom(20260301);
        for (int round = 0; round < 40; round++) {
            byte[] bad = good.clone();
            int at = random.nextInt(bad.length);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(segment, bad);
            assertThat(home.check()).as("byte %d", at).isNotEmpty();
        }
        Files.write(segment, good);
        assertThat(home.check()).isEmpty();
    }

    /** By somebody who holds the log's key: a record, its checksums, and its leaves in the index. */
    @Test
    @Proves("INV-011")
    void noticesARecordThatWasExchangedWithItsLeaves() throws IOException {
        home.record(40);
        AuditHead before = home.head();
        exchange(9);
        try (AuditLog log = home.open();
                AuditAnchors anchors = home.anchors(log)) {
            new AuditPatrol(log).pass();
            anchors.anchorNow();
            assertThat(log.fault().orElseThrow().code().id()).isEqualTo("VL-AUDIT-002");
            assertThat(home.head()).isEqualTo(before);
        }
        assertThat(home.check()).isNotEmpty();
    }

    /** Of what the index says, each thing that can hide an access or break a proof. */
    @ParameterizedTest
    @CsvSource({"t,", "x,", "a,", "r,", "c,", "p,", "h,", "x,!", "a,!", "r,!", "c,!", "p,!", "h,!"})
    @Proves("INV-011")
    void makesAnIndexAgainThatLacksSomething(String kind, @Nullable String altered) throws IOException {
        home.record(40);
        List<Map.Entry<byte[], byte[]>> entries = entries((byte) kind.charAt(0));
        home.change(changes -> entries.forEach(entry -> {
            changes.delete(entry.getKey());
            if (altered != null) {
                entry.getValue()[0] ^= 1;
                changes.put(entry.getKey(), entry.getValue());
            }
        }));
        assertThat(home.check()).isNotEmpty();
        home.assertMended(21);
    }

    /** Nobody has looked at all of it since it was harmed; what is anchored is right all the same. */
    @ParameterizedTest
    @ValueSource(chars = {'p', 'h', 'c'})
    @Proves("INV-011")
    void anchorsNothingThatAWrongIndexSays(char kind) throws IOException {
        home.record(40);
        List<Map.Entry<byte[], byte[]>> entries = entries((byte) kind);
        home.change(changes -> entries.forEach(entry -> {
            entry.getValue()[entry.getValue().length - 1] ^= 1;
            changes.put(entry.getKey(), entry.getValue());
        }));
        try (AuditLog log = home.open();
                AuditAnchors anchors = home.anchors(log)) {
            log.append(entry(ANNA)).handle((_, _) -> true).join();
            var _ = catchThrowableOfType(AuditFault.class, anchors::anchorNow);
            anchors.anchorNow();
            log.append(entry(ANNA)).join();
            anchors.anchorNow();
            assertThat(log.fault()).isEmpty();
        }
        assertThat(home.check()).isEmpty();
        assertThat(home.head().loss()).isEmpty();
        assertThat(home.head().size()).isGreaterThan(40);
    }

    /** A number of a record that there never was. */
    @Test
    void makesAnIndexAgainThatHasMoreThanThereIs() throws IOException {
        home.record(40);
        Map.Entry<byte[], byte[]> last = entries((byte) 'r').getLast();
        byte[] more = last.getKey().clone();
        more[more.length - 2] = 1;
        home.change(changes -> changes.put(more, last.getValue()));
        assertThat(home.check()).isNotEmpty();
        home.assertMended(21);
    }

    /** An older copy runs while another node in the member's name anchors what comes after. */
    @Test
    @Proves("INV-011")
    void readsNothingOnceTheLedgerWentOnWithoutIt(@TempDir Path copies) throws IOException {
        home.record(10);
        Path older = copies.resolve("older");
        copy(home.path, older);
        try (AuditLog log = AuditFolder.open(older);
                AuditAnchors anchors = home.anchors(log)) {
            home.record(30);
            anchors.anchorNow();
            assertThat(log.fault().orElseThrow().code().id()).isEqualTo("VL-AUDIT-002");
            assertThatThrownBy(() -> log.append(entry(ANNA)).join()).hasMessageContaining("VL-AUDIT-002");
            assertThatThrownBy(anchors::newest).hasMessageContaining("VL-AUDIT-002");
        }
    }

    /** Whatever a salvage did before the node was killed, repeating it keeps all that is whole. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Proves("INV-011")
    void losesNothingWhereASalvageIsCutShort(boolean isMoved) throws IOException {
        home.record(40);
        Path salvaged = home.path.resolve("records.salvaged");
        if (isMoved) {
            copy(AuditStore.records(home.path), salvaged);
            Files.move(AuditStore.records(home.path), home.path.resolve("records.damaged-1"));
        } else {
            Files.createDirectories(salvaged);
            Files.write(salvaged.resolve("00000000000000000000.seg"), new byte[100]);
        }
        try (AuditLog log = home.open();
                AuditAnchors anchors = home.anchors(log)) {
            assertThat(log.fault()).isEmpty();
            assertThat(anchors.recordLoss()).isEmpty();
            assertThat(log.append(entry(ANNA)).join().number()).isEqualTo(21);
        }
        assertThat(home.check()).isEmpty();
    }

    private List<Map.Entry<byte[], byte[]>> entries(byte kind) {
        List<Map.Entry<byte[], byte[]>> entries = new ArrayList<>();
        try (KeyValues values = KeyValues.open(AuditStore.index(home.path))) {
            values.ascend(new byte[] {kind}, (key, value) -> {
                if (key[0] != kind) {
                    return false;
                }
                entries.add(Map.entry(key.clone(), value.clone()));
                return true;
            });
        }
        return entries;
    }

    /** Writes another principal into a record, in step with all that is beside it. */
    private void exchange(int place) throws IOException {
        RecordCipher cipher = setup().cipher();
        List<JournalRecord> records = new ArrayList<>();
        long id;
        try (Journal journal = Journal.open(AuditStore.records(home.path), JournalOptions.defaults())) {
            id = journal.id();
            journal.replay(journal.firstPosition(), records::add);
        }
        JournalRecord stored = records.get(place);
        AuditRecord old = AuditStore.open(cipher, stored).record();
        PatientHandle patient = old.request().patient();
        AuditRecord other = new AuditRecord(
                old.salt(),
                old.number(),
                old.member(),
                new AccessRequest(OTHER, Role.PRACTITIONER, Purpose.TREAT, patient),
                old.access(),
                old.decision());
        byte[] sealed = cipher.seal(other.encode().toArray());
        Path segment = segment(home.path);
        byte[] all = Files.readAllBytes(segment);
        int at = new String(all, ISO_8859_1).indexOf(new String(stored.payload(), ISO_8859_1));
        System.arraycopy(sealed, 0, all, at, sealed.length);
        ByteBuffer header = ByteBuffer.wrap(all);
        int payload = checksum(sealed);
        header.putInt(at - 8, payload);
        header.putInt(
                at - 4,
                checksum(ByteBuffer.allocate(28)
                        .putLong(id)
                        .putLong(stored.position())
                        .putInt(sealed.length)
                        .putInt(header.getInt(at - 12))
                        .putInt(payload)
                        .array()));
        Files.write(segment, all);
        byte[] leaf = TreeHash.leaf(other.encode()).toArray();
        byte[] pseudonym = new AuditKeys(AuditFolder.KEY).pseudonym(patient);
        home.change(changes -> {
            changes.put(AuditKeys.node(0, place), leaf);
            changes.put(AuditKeys.node(pseudonym, 0, old.number() - 1), leaf);
        });
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return (int) checksum.getValue();
    }
}
