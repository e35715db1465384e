package org.vitaledger.ledger.remote;

import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.merkle.EntryBundle;
import org.vitaledger.core.merkle.NodeReader;
import org.vitaledger.core.merkle.TileAddress;
import org.vitaledger.core.merkle.TiledTree;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.ledger.remote.BoundedHttp.Answer;
import org.vitaledger.ledger.remote.RemoteFault.Kind;

/**
 * A log as its server shows it (C2SP tlog-tiles). Nothing of it is to be trusted before it is verified. Every method may
 * be called by any thread and throws {@link RemoteFault} when the server does not answer as it should.
 */
public final class RemoteLog {
    private static final int NOT_FOUND = 404;
    private static final int OK = 200;
    private static final int MAX_TILE = TileAddress.FULL * Hash.SIZE;
    private static final int MAX_BUNDLE = TileAddress.FULL * (EntryBundle.MAX_ENTRY + Short.BYTES);
    private static final int CACHED_TILES = 64;

    private final String prefix;
    private final BoundedHttp http;

    /**
     * @param prefix the log's address, http or https, without {@code /checkpoint}
     * @throws IllegalArgumentException if it is not such an address
     */
    public RemoteLog(URI prefix, BoundedHttp http) {
        String scheme = prefix.getScheme();
        if (scheme == null || !scheme.matches("https?") || prefix.getHost() == null || prefix.getRawQuery() != null) {
            throw new IllegalArgumentException("a log's address is http://HOST/PATH or https://HOST/PATH");
        }
        this.prefix = prefix.toString().replaceAll("/+$", "");
        this.http = http;
    }

    /** The address, without a slash at its end. */
    public String address() {
        return prefix;
    }

    /** The newest checkpoint that the server shows, unchecked. */
    public SignedNote checkpoint() {
        Answer answer = http.get(at("checkpoint"), SignedNote.MAX_SIZE);
        requireOk(answer, "checkpoint");
        try {
            return SignedNote.parse(answer.body());
        } catch (NoteRejected e) {
            throw fault(Kind.MALFORMED, "checkpoint", e);
        }
    }

    /**
     * The tree of the first {@code size} entries, read from the server's tiles. Its hashes may be anything: they are
     * genuine once a root or a proof made from them verifies. For one thread.
     */
    public NodeReader tree(long size) {
        Map<TileAddress, byte[]> cached = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<TileAddress, byte[]> eldest) {
                return size() > CACHED_TILES;
            }
        };
        return new TiledTree(size, address -> {
            byte[] tile = cached.get(address);
            if (tile == null) {
                tile = tile(address);
                cached.put(address, tile);
            }
            return tile;
        });
    }

    /** The entries of a bundle, as many as its address says, unchecked. */
    public List<Bytes> entries(TileAddress address) {
        List<Bytes> entries = EntryBundle.decode(fetch(address, MAX_BUNDLE))
                .orElseThrow(() -> fault(Kind.MALFORMED, address.path(), null));
        if (entries.size() < address.width()) {
            throw fault(Kind.MALFORMED, address.path(), null);
        }
        return entries.subList(0, address.width());
    }

    private byte[] tile(TileAddress address) {
        byte[] tile = fetch(address, MAX_TILE);
        int length = address.width() * Hash.SIZE;
        if (tile.length < length) {
            throw fault(Kind.MALFORMED, address.path(), null);
        }
        return tile.length == length ? tile : Arrays.copyOf(tile, length);
    }

    /** A server may have dropped a partial tile once the full one is there (tlog-tiles, partial tiles). */
    private byte[] fetch(TileAddress address, int maxBytes) {
        Answer answer = http.get(at(address.path()), maxBytes);
        if (answer.status() == NOT_FOUND && address.width() < TileAddress.FULL) {
            TileAddress full = new TileAddress(address.level(), address.index(), TileAddress.FULL);
            answer = http.get(at(full.path()), maxBytes);
        }
        requireOk(answer, address.path());
        return answer.body();
    }

    private URI at(String path) {
        return URI.create(prefix + "/" + path);
    }

    private void requireOk(Answer answer, String path) {
        if (answer.status() != OK) {
            throw new RemoteFault(
                    Kind.REFUSED, Map.of("address", prefix + "/" + path, "status", answer.status()), null);
        }
    }

    private RemoteFault fault(Kind kind, String path, @Nullable Throwable cause) {
        return new RemoteFault(kind, Map.of("address", prefix + "/" + path), cause);
    }
}
