package org.vitaledger.ledger.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.NoteSignature;
import org.vitaledger.core.note.SignatureCheck;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.note.VerifierKey;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.ledger.LogReader;
import org.vitaledger.ledger.publish.CheckpointPublisher;
import org.vitaledger.ledger.publish.Publication;
import org.vitaledger.ledger.publish.PublishFault;
import org.vitaledger.ledger.publish.PublishFault.Kind;
import org.vitaledger.ledger.remote.BoundedHttp;
import org.vitaledger.ledger.remote.BoundedHttp.Answer;

/** Has checkpoints of the own log cosigned by a witness (C2SP tlog-witness). For one thread at a time. */
public final class WitnessClient implements CheckpointPublisher {
    private static final int ATTEMPTS = 3;
    private static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,17})\n");

    private final URI address;
    private final List<VerifierKey> keys;
    private final Shown shown;
    private final LogReader log;
    private final BoundedHttp http;
    private final Signatures signatures;
    private long known;

    /**
     * Where a witness is, and what it signs with.
     *
     * @param prefix the submission prefix, without {@code /add-checkpoint}
     * @param keys at least one; cosignatures of other keys are ignored
     * @param shown whose signatures it is sent
     */
    public record Place(URI prefix, List<VerifierKey> keys, Shown shown) {
        public Place {
            keys = List.copyOf(keys);
            if (keys.isEmpty() || keys.stream().anyMatch(key -> !key.type().timestamped())) {
                throw new IllegalArgumentException("a witness has keys for cosignatures");
            }
        }
    }

    /** Whose signatures a witness gets to see. */
    public enum Shown {
        /** The log's and the members': for a witness whose policy asks for their quorum. */
        MEMBERS,
        /**
         * The log's alone, which is all that C2SP tlog-witness asks for: public witnesses take a few kilobytes at once, and a
         * member's ML-DSA-44 cosignature has more than three.
         */
        LOG
    }

    /** @param log the own log, which proves its growth */
    public WitnessClient(Place place, LogReader log, BoundedHttp http, Signatures signatures) {
        this.address = URI.create(place.prefix().toString().replaceAll("/+$", "") + "/add-checkpoint");
        this.keys = place.keys();
        this.shown = place.shown();
        this.log = log;
        this.http = http;
        this.signatures = signatures;
    }

    @Override
    public String name() {
        return "witness";
    }

    /** {@inheritDoc} The witness must have been shown no larger checkpoint yet. */
    @Override
    public Publication.Cosigned publish(SignedNote checkpoint) {
        Checkpoint head = head(checkpoint);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Answer answer = ask(checkpoint, head);
            switch (answer.status()) {
                case WitnessAnswer.COSIGNED -> {
                    known = head.size();
                    return new Publication.Cosigned(cosignatures(checkpoint, answer), true);
                }
                case WitnessAnswer.CONFLICT -> learn(answer, head);
                // Our own proof of our own log holds: so the witness has another one.
                case WitnessAnswer.UNPROVED -> throw fault(Kind.WITNESS_DISAGREES, Map.of("size", head.size()), null);
                default -> throw fault(Kind.WITNESS_REFUSED, Map.of("status", answer.status()), null);
            }
        }
        throw fault(Kind.WITNESS_REFUSED, Map.of("status", WitnessAnswer.CONFLICT), null);
    }

    private Answer ask(SignedNote checkpoint, Checkpoint head) {
        long old = Math.min(known, head.size());
        List<Hash> proof = old == 0 ? List.of() : log.consistency(old, head.size());
        AddCheckpoint request = new AddCheckpoint(old, proof, sent(checkpoint, head));
        return http.post(address, "text/plain", request.encode(), SignedNote.MAX_SIZE);
    }

    /** A log's signatures stand under its origin. */
    private SignedNote sent(SignedNote checkpoint, Checkpoint head) {
        return switch (shown) {
            case MEMBERS -> checkpoint;
            case LOG ->
                new SignedNote(
                        checkpoint.text(),
                        checkpoint.signatures().stream()
                                .filter(signature -> signature.name().equals(head.origin()))
                                .toList());
        };
    }

    /** Takes the size that the witness has from its answer; the next attempt starts there. */
    private void learn(Answer answer, Checkpoint head) {
        String body = new String(answer.body(), UTF_8);
        boolean told = answer.contentType().equals(WitnessAnswer.SIZE)
                && SIZE.matcher(body).matches();
        long size = told ? Long.parseLong(body.strip()) : -1;
        if (size > head.size()) {
            throw fault(Kind.WITNESS_AHEAD, Map.of("witness", size, "node", head.size()), null);
        }
        if (!told || size == known) {
            throw fault(Kind.WITNESS_DISAGREES, Map.of("size", head.size()), null);
        }
        known = size;
    }

    private List<NoteSignature> cosignatures(SignedNote checkpoint, Answer answer) {
        try {
            String text = checkpoint.text() + "\n" + new String(answer.body(), UTF_8);
            SignedNote cosigned = SignedNote.parse(text.getBytes(UTF_8));
            List<NoteSignature> valid = cosigned.signatures().stream()
                    .filter(signature -> keys.stream().anyMatch(key -> isBy(key, cosigned, signature)))
                    .toList();
            if (valid.isEmpty()) {
                throw fault(Kind.NOT_COSIGNED, Map.of(), null);
            }
            return valid;
        } catch (NoteRejected e) {
            throw fault(Kind.NOT_COSIGNED, Map.of(), e);
        }
    }

    private boolean isBy(VerifierKey key, SignedNote note, NoteSignature signature) {
        SignedNote alone = new SignedNote(note.text(), List.of(signature));
        return alone.check(key, signatures) instanceof SignatureCheck.Valid;
    }

    private static Checkpoint head(SignedNote note) {
        try {
            return Checkpoint.parse(note.text());
        } catch (NoteRejected e) {
            throw new IllegalArgumentException("not a checkpoint", e);
        }
    }

    private PublishFault fault(Kind kind, Map<String, ?> context, @Nullable Throwable cause) {
        Map<String, Object> all = new LinkedHashMap<>(context);
        all.put("address", address);
        return new PublishFault(kind, all, cause);
    }
}
