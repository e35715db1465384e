package org.vitaledger.ledger.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.vitaledger.core.merkle.ConsistencyProof;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.NoteSignature;
import org.vitaledger.core.note.NoteSigner;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.PolicyCheck;
import org.vitaledger.core.note.SignatureCheck;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.note.VerifierKey;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.ledger.follow.Breach;
import org.vitaledger.ledger.follow.BreachCheck;
import org.vitaledger.ledger.follow.BreachVerdict;

/**
 * Cosigns checkpoints of the logs in its policy, each grown from the last (C2SP tlog-witness). The policy says more than the
 * log's key: with a quorum of members in it, no member can bring the witness onto a history of its own. Two checkpoints
 * that contradict each other are kept as evidence. Safe for any thread; one request at a time.
 *
 * <p>The specification asks for no more than a signature of the log. Where every member holds the log's key, that would
 * let one member show the witness a history that the others never agreed on, and the witness would refuse the log's own
 * from then on; so a policy may ask for more, and what it asks for has to come with the request.
 */
public final class Witness implements AutoCloseable {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final Policy policy;
    private final Keys keys;
    private final InstantSource clock;
    private final WitnessState state;

    /**
     * What a witness signs and verifies with.
     *
     * @param signers for cosignatures, all under the witness's name, at least one
     * @param signatures verifies what comes
     */
    public record Keys(List<NoteSigner> signers, Signatures signatures) {
        public Keys {
            signers = List.copyOf(signers);
            if (signers.isEmpty()
                    || signers.stream()
                            .anyMatch(signer -> !signer.verifierKey().type().timestamped())) {
                throw new IllegalArgumentException("a witness has keys for cosignatures");
            }
        }
    }

    /** The last that was cosigned for a log. */
    private record Last(Checkpoint checkpoint, SignedNote note, long posixSeconds) {}

    private Witness(Policy policy, Keys keys, InstantSource clock, WitnessState state) {
        this.policy = policy;
        this.keys = keys;
        this.clock = clock;
        this.state = state;
    }

    /**
     * What makes a witness's memory.
     *
     * @param folder for one witness and one process
     * @param fresh whether the keys were made just now, so that they can't have cosigned anything
     */
    public record Memory(Path folder, boolean fresh) {}

    /**
     * Opens a witness of the logs in {@code policy}. Whoever else stands in it must cosign first, by its quorum; the witness
     * itself can't be one of them.
     *
     * @throws WitnessFault if the folder can't be used, or is not that of the keys
     */
    public static Witness open(Memory memory, Policy policy, Keys keys, InstantSource clock) {
        WitnessState state = WitnessState.open(
                memory.folder(),
                keys.signers().stream().map(NoteSigner::verifierKey).toList(),
                memory.fresh());
        return new Witness(policy, keys, clock, state);
    }

    /**
     * Answers an {@code add-checkpoint} request. Whatever comes is answered; a checkpoint that is cosigned is durably kept
     * on return.
     *
     * @throws WitnessFault if the witness's memory can't be read
     * @throws org.vitaledger.journal.JournalFault if it can't be written; nothing is cosigned then
     */
    public synchronized WitnessAnswer addCheckpoint(byte[] body) {
        Optional<AddCheckpoint> request = AddCheckpoint.parse(body);
        if (request.isEmpty()) {
            return WitnessAnswer.refused(WitnessAnswer.MALFORMED, "not an add-checkpoint request");
        }
        SignedNote note = request.get().checkpoint();
        return switch (policy.check(note, keys.signatures())) {
            case PolicyCheck.Refused refused -> refused(refused);
            case PolicyCheck.Accepted accepted -> {
                Optional<Last> last = last(accepted.checkpoint().origin());
                WitnessAnswer answer = answer(request.get(), accepted.checkpoint(), last);
                if (answer.status() == WitnessAnswer.UNPROVED) {
                    state.keepRefused("refused", body);
                }
                last.ifPresent(before -> keepContradiction(before, accepted.checkpoint(), note));
                yield answer;
            }
        };
    }

    /**
     * Answers what a monitor asks: the last checkpoint of a log that was cosigned, with our cosignatures and what its policy
     * asked for.
     *
     * @param originHash the SHA-256 hash of the log's origin, in lower-case hexadecimal
     * @throws WitnessFault if the witness's memory can't be read
     */
    public synchronized WitnessAnswer checkpoint(String originHash) {
        return Optional.of(originHash)
                .filter(HASH.asMatchPredicate())
                .flatMap(state::last)
                .map(SignedNote::text)
                .map(text -> text.substring(0, text.indexOf('\n')))
                .filter(origin -> WitnessState.hash(origin).equals(originHash))
                .flatMap(this::last)
                .map(last -> WitnessAnswer.checkpoint(last.note()))
                .orElseGet(() -> WitnessAnswer.refused(
                        WitnessAnswer.UNKNOWN_LOG, "no checkpoint of such a log was cosigned here"));
    }

    /** Ends; the folder is free for another process. */
    @Override
    public synchronized void close() {
        state.close();
    }

    private static WitnessAnswer refused(PolicyCheck.Refused refused) {
        return switch (refused.reason()) {
            case NOT_A_CHECKPOINT -> WitnessAnswer.refused(WitnessAnswer.MALFORMED, "not a checkpoint");
            case UNKNOWN_LOG -> WitnessAnswer.refused(WitnessAnswer.UNKNOWN_LOG, "the log is not known here");
            case BAD_SIGNATURE, LOG_SIGNATURE_MISSING, QUORUM_NOT_REACHED ->
                WitnessAnswer.refused(WitnessAnswer.NOT_SIGNED, "not signed as the policy asks: " + refused.reason());
        };
    }

    /** In the order of the specification. */
    private WitnessAnswer answer(AddCheckpoint request, Checkpoint checkpoint, Optional<Last> last) {
        if (request.oldSize() > checkpoint.size()) {
            return WitnessAnswer.refused(WitnessAnswer.MALFORMED, "the old size is above the checkpoint's");
        }
        long known = last.map(before -> before.checkpoint().size()).orElse(0L);
        if (request.oldSize() != known) {
            return WitnessAnswer.conflict(known);
        }
        if (checkpoint.size() == 0 && !checkpoint.root().equals(TreeHash.EMPTY)) {
            return WitnessAnswer.refused(WitnessAnswer.UNPROVED, "a tree without leaves has the root of one");
        }
        // Between checkpoints of one size a proof holds only if the roots are the same.
        boolean grew = known == 0
                ? request.proof().isEmpty()
                : new ConsistencyProof(known, checkpoint.size(), request.proof())
                        .verify(last.orElseThrow().checkpoint().root(), checkpoint.root());
        return grew
                ? WitnessAnswer.cosigned(cosign(request.checkpoint(), checkpoint, last))
                : WitnessAnswer.refused(WitnessAnswer.UNPROVED, "the consistency proof does not hold");
    }

    private String cosign(SignedNote note, Checkpoint checkpoint, Optional<Last> last) {
        // A clock that was set back must not make it look as if a smaller checkpoint had been cosigned later.
        long time = Math.max(
                clock.instant().getEpochSecond(), last.map(Last::posixSeconds).orElse(0L));
        List<NoteSignature> cosignatures = new ArrayList<>();
        for (NoteSigner signer : keys.signers()) {
            cosignatures.add(signer.sign(checkpoint, time));
        }
        SignedNote ours = new SignedNote(note.text(), cosignatures);
        List<NoteSignature> all = new ArrayList<>(cosignatures);
        policy.logs().forEach(log -> addClaimed(all, note, log.key()));
        policy.witnesses().forEach(witness -> addClaimed(all, note, witness.key()));
        List<NoteSignature> kept = all.subList(0, Math.min(all.size(), SignedNote.MAX_SIGNATURES));
        state.keep(checkpoint.origin(), new SignedNote(note.text(), kept));
        String encoded = new String(ours.encode(), UTF_8);
        return encoded.substring(note.text().length() + 1);
    }

    /** Adds what the policy's check has verified: what strangers signed is not kept, and not shown to monitors. */
    private void addClaimed(List<NoteSignature> all, SignedNote note, VerifierKey key) {
        boolean own =
                keys.signers().stream().anyMatch(signer -> signer.verifierKey().equals(key));
        note.signatures().stream()
                .filter(signature -> !own && key.name().equals(signature.name()) && key.id() == signature.keyId())
                .forEach(all::add);
    }

    private Optional<Last> last(String origin) {
        return state.last(WitnessState.hash(origin)).map(note -> {
            for (NoteSigner signer : keys.signers()) {
                if (note.check(signer.verifierKey(), keys.signatures()) instanceof SignatureCheck.Valid(var time)) {
                    return new Last(checkpoint(origin, note), note, time.orElse(0));
                }
            }
            throw state.damaged(origin, null);
        });
    }

    private Checkpoint checkpoint(String origin, SignedNote note) {
        try {
            return Checkpoint.parse(note.text());
        } catch (NoteRejected e) {
            throw state.damaged(origin, e);
        }
    }

    /** Two roots for one size, whatever the old size said: evidence, if somebody signed both. */
    private void keepContradiction(Last before, Checkpoint checkpoint, SignedNote note) {
        if (before.checkpoint().size() != checkpoint.size()
                || before.checkpoint().root().equals(checkpoint.root())) {
            return;
        }
        byte[] evidence = new Breach(Breach.Kind.TWO_ROOTS, before.note(), note, Optional.empty(), List.of()).encode();
        if (BreachCheck.verify(evidence, policy.encode(), keys.signatures()) instanceof BreachVerdict.Proved) {
            state.keepRefused("breach", evidence);
        }
    }
}
