package org.vitaledger.api.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.vitaledger.api.fake.FakeLedger;
import org.vitaledger.core.access.AccessRequest;
import org.vitaledger.core.audit.AuditHead;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Purpose;
import org.vitaledger.core.value.Role;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.journal.RecordCipher;
import org.vitaledger.ledger.store.KeyValues;

/** A member's audit log in a folder, and the ledger on which it is anchored. */
final class AuditFolder {
    static final PatientHandle ANNA = patient(1);
    static final PatientHandle BERT = patient(2);
    static final PrincipalId PRINCIPAL = new PrincipalId(Bytes.utf8("a principal here"));
    static final PrincipalId OTHER = new PrincipalId(Bytes.utf8("another one here"));
    static final Bytes KEY = Bytes.of(new byte[RecordCipher.KEY_SIZE]);

    final FakeLedger ledger = newLedger();
    final Path path;

    AuditFolder(Path path) {
        this.path = path;
    }

    static FakeLedger newLedger() {
        return new FakeLedger(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));
    }

    AuditLog open() {
        return open(path);
    }

    static AuditLog open(Path folder) {
        return AuditLog.open(folder, setup());
    }

    static AuditLog.Setup setup() {
        return setup(JournalOptions.defaults());
    }

    static AuditLog.Setup setup(JournalOptions options) {
        return new AuditLog.Setup(FakeLedger.MEMBER, KEY, options, new SecureRandom());
    }

    AuditAnchors anchors(AuditLog log) {
        return AuditAnchors.start(log, ledger, Duration.ofHours(1));
    }

    /** What is anchored. */
    AuditHead head() {
        return ledger.snapshot().state().auditHead(FakeLedger.MEMBER).orElse(AuditHead.EMPTY);
    }

    List<String> check() {
        return check(head());
    }

    List<String> check(AuditHead anchored) {
        return AuditCheck.check(path, setup(), anchored).findings();
    }

    /** Records so many accesses, a second after another, and anchors them. */
    void record(int count) {
        try (AuditLog log = open();
                AuditAnchors anchors = anchors(log)) {
            for (int i = 0; i < count; i++) {
                log.append(entry(i % 2 == 0 ? ANNA : BERT, PRINCIPAL, i)).join();
            }
            anchors.anchorNow();
        }
    }

    /** Changes the index of a closed log. */
    void change(Consumer<KeyValues.Changes> change) {
        try (KeyValues values = KeyValues.open(AuditStore.index(path))) {
            values.change(false, change);
        }
    }

    /** Whatever is wrong with the index is found and mended, and nothing is lost or hidden. */
    void assertMended(long next) {
        try (AuditLog log = open();
                AuditAnchors anchors = anchors(log)) {
            new AuditPatrol(log).pass();
            anchors.anchorNow();
            assertThat(log.fault()).isEmpty();
            assertThat(log.count(query(Optional.of(Set.of(ANNA)), Optional.of(Set.of(PRINCIPAL)), log.end())))
                    .isEqualTo(next - 1);
            assertThat(log.append(entry(ANNA)).join().number()).isEqualTo(next);
            assertThat(anchors.newest().head().size()).isEqualTo(2 * next - 1);
        }
        assertThat(check()).isEmpty();
        assertThat(head().loss()).isEmpty();
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /** The first file of records. */
    static Path segment(Path log) throws IOException {
        return segments(log).getFirst();
    }

    /** The files of records, in their order. */
    static List<Path> segments(Path log) throws IOException {
        try (Stream<Path> files = Files.list(AuditStore.records(log))) {
            return files.filter(file -> file.toString().endsWith(".seg"))
                    .sorted()
                    .toList();
        }
    }

    static PatientHandle patient(int number) {
        byte[] handle = "a patient's 0000".getBytes(ISO_8859_1);
        handle[15] = (byte) number;
        return new PatientHandle(Bytes.of(handle));
    }

    static AuditEntry entry(PatientHandle patient) {
        return entry(patient, PRINCIPAL, 0);
    }

    static AuditEntry entry(PatientHandle patient, PrincipalId principal, int second) {
        return new AuditEntry(
                new AccessRequest(principal, Role.PRACTITIONER, Purpose.TREAT, patient),
                new AuditRecord.Access(
                        "Observation.search",
                        Instant.parse("2026-03-01T12:00:00Z").plusSeconds(second)),
                new AuditRecord.Ruling(Optional.empty(), 7, List.of()));
    }

    static AuditQuery query(Optional<Set<PatientHandle>> patients, Optional<Set<PrincipalId>> principals, long until) {
        return new AuditQuery(
                patients, principals, Instant.EPOCH, Instant.EPOCH.plus(Duration.ofDays(100_000)), time -> true, until);
    }
}
