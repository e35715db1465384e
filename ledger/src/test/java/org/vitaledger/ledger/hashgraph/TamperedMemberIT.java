package org.vitaledger.ledger.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.Proves;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.SignatureCheck;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.note.VerifierKey;
import org.vitaledger.core.value.Member;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.ledger.hashgraph.peer.PeerClient;
import org.vitaledger.ledger.log.LedgerFiles;

/** A member whose contracts were tampered with: theirs doesn't revoke devices. It is found, named and stopped. */
class TamperedMemberIT extends RunningConsortium {
    private static final int TAMPERED = 3;

    @Tag("nightly")
    @Proves({"INV-005", "INV-006"})
    @Test
    void isNamedByTheOthersStoppedAndComesBackWithTheContractsOfAll() throws Exception {
        // Slow enough for the tampered member to sign what it wrote before it hears of the others' root.
        for (int member = 0; member < TAMPERED; member++) {
            launches[member] = Launch.ordinary().withSlowDisk(Duration.ofMillis(150), Duration.ofMillis(250));
        }
        launches[TAMPERED] = Launch.ordinary().withClasses(TamperedContract.in(directory.resolve("tampered")));
        startAll(Consortium.of(directory, MEMBERS));
        Command.RegisterDevice device = register();
        commit(0, device);
        commitSome(10, 0, 1, 2, TAMPERED);
        expectSame();

        commit(0, new Command.RevokeDevice(device.device()));
        await().atMost(PATIENCE)
                .until(() -> refusal()
                        .map(code -> code == SubmitFault.Kind.SPLIT_VIEW || code == SubmitFault.Kind.ENGINE_FAILED)
                        .orElse(false));
        for (int member = 0; member < TAMPERED; member++) {
            expectEvidence(member);
        }
        List<SignedNote> signed = newest();
        commitSome(20, 0, 1, 2);
        assertThat(refusal()).isPresent();
        assertThat(newest()).as("it signs nothing more").isEqualTo(signed);

        members[TAMPERED].kill();
        LedgerFiles.delete(consortium().ledger(TAMPERED));
        launches[TAMPERED] = Launch.ordinary();
        start(TAMPERED);
        commitSome(20, 0, 1, 2, TAMPERED);
        expectSame();
    }

    /** Why the tampered member takes no commands, if it takes none. */
    private Optional<Fault.Code> refusal() {
        CompletableFuture<Receipt> receipt = members[TAMPERED].submit(register());
        try {
            receipt.get(1, TimeUnit.SECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SubmitFault fault) {
                return Optional.of(fault.code());
            }
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the tampered member tells the others that it signed last. */
    private List<SignedNote> newest() throws IOException, InterruptedException, GeneralSecurityException {
        Card card = consortium().cards().all().get(TAMPERED);
        URI endpoint = URI.create("https://" + card.endpoint() + "/");
        CertifiedKey key =
                Consortium.keys(consortium().folder(0), Consortium.id(0)).tls().getFirst();
        try (PeerClient client = new PeerClient(endpoint, key, List.of(card.tlsCertificate()))) {
            return client.newest();
        }
    }

    /** {@code member} keeps two notes for one size, of which the tampered one cosigned that with the root of nobody else. */
    private void expectEvidence(int member) {
        Path folder = consortium().ledger(member).resolve("evidence");
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            for (Path file : files(folder)) {
                assertThat(file.getFileName().toString())
                        .startsWith(Consortium.id(TAMPERED).text() + "-");
                List<SignedNote> notes = notes(Files.readString(file));
                Checkpoint other = Checkpoint.parse(notes.getFirst().text());
                Checkpoint ours = Checkpoint.parse(notes.getLast().text());
                assertThat(isCosigned(notes.getFirst())).isTrue();
                assertThat(isCosigned(notes.getLast())).isFalse();
                assertThat(other.size()).isEqualTo(ours.size());
                assertThat(other.root()).isNotEqualTo(ours.root());
            }
            return !files(folder).isEmpty();
        });
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Text and signatures of a note have an empty line between them, and so have two notes. */
    private static List<SignedNote> notes(String content) throws NoteRejected {
        String[] parts = content.split("\n\n", -1);
        List<SignedNote> notes = new ArrayList<>();
        for (int i = 0; i + 1 < parts.length; i += 2) {
            notes.add(SignedNote.parse(
                    Bytes.utf8(parts[i] + "\n\n" + parts[i + 1] + "\n").toArray()));
        }
        return notes;
    }

    private boolean isCosigned(SignedNote note) {
        Member member = consortium().network().nodes().get(TAMPERED).member();
        VerifierKey key = new VerifierKey(member.id().text(), SignatureType.COSIGNATURE_ED25519, member.ed25519());
        return note.check(key, Consortium.SIGNATURES) instanceof SignatureCheck.Valid;
    }
}
