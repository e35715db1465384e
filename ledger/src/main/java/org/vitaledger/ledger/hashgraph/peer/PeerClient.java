package org.vitaledger.ledger.hashgraph.peer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.merkle.TileAddress;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.ledger.hashgraph.CertifiedKey;

/** Asks one other member. Blocks; every answer is bounded in size and time. Safe for any thread. */
public final class PeerClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration WHOLE = Duration.ofMinutes(1);
    private static final int BUNDLE = 257 * (1 << 16);

    private final HttpClient client;
    private final URI base;

    /**
     * @param base {@code https://host:port/} of the member's endpoint
     * @param certificates those that the member may show, DER
     */
    public PeerClient(URI base, CertifiedKey key, List<Bytes> certificates) {
        this.base = base;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .sslContext(PinnedTls.context(key, certificates))
                .sslParameters(PinnedTls.parameters())
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /** What the member cosigned last, and its newest final checkpoint. */
    public List<SignedNote> newest() throws IOException, InterruptedException {
        return get("cosignatures", NoteBatch.MAX_SIZE)
                .flatMap(NoteBatch::decode)
                .orElseThrow(() -> new IOException("not a batch of notes"));
    }

    /** The member's newest final checkpoint, if it has one. */
    public Optional<SignedNote> checkpoint() throws IOException, InterruptedException {
        Optional<byte[]> note = get("checkpoint", SignedNote.MAX_SIZE);
        try {
            return note.isEmpty() ? Optional.empty() : Optional.of(SignedNote.parse(note.get()));
        } catch (NoteRejected e) {
            throw new IOException("not a signed note", e);
        }
    }

    /** What the roster with a number was begun with, if the member has it. */
    public Optional<HandoverPack> handover(long roster) throws IOException, InterruptedException {
        Optional<byte[]> pack = get("handover/" + roster, HandoverPack.MAX_SIZE);
        return pack.isPresent() ? Optional.of(HandoverPack.decode(pack.get())) : Optional.empty();
    }

    /** The tile or bundle at {@code address}. */
    public byte[] tile(TileAddress address) throws IOException, InterruptedException {
        return get(address.path(), BUNDLE).orElseThrow(() -> new IOException("the member has no such tile"));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve("/" + path)).timeout(PATIENCE);
    }

    private Optional<byte[]> get(String path, int limit) throws IOException, InterruptedException {
        HttpRequest request = request(path).GET().build();
        HttpResponse<byte[]> response =
                whole(request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), limit));
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        if (response.statusCode() != 200) {
            throw new IOException("the member answered " + response.statusCode());
        }
        return Optional.of(response.body());
    }

    /** The request's own timeout ends with the answer's head; a member that is cut off then would be waited for for ever. */
    private <T> HttpResponse<T> whole(HttpRequest request, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> pending = client.sendAsync(request, body);
        try {
            return pending.get(WHOLE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw new IOException("the member sent only a part of its answer", e);
        } catch (InterruptedException e) {
            pending.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException known ? known : new IOException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
