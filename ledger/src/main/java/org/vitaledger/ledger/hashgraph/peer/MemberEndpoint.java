package org.vitaledger.ledger.hashgraph.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.merkle.TileAddress;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.ledger.LogReader;
import org.vitaledger.ledger.hashgraph.CertifiedKey;
import org.vitaledger.ledger.hashgraph.peer.MemberServer.Answer;

/**
 * What a member offers to the others: {@code GET /cosignatures}, {@code GET /checkpoint}, and the log as
 * tlog-tiles. Nobody without a pinned certificate gets as far as a request, and strangers never hold up a member.
 */
public final class MemberEndpoint implements AutoCloseable {
    private static final Pattern HANDOVER = Pattern.compile("/handover/([1-9][0-9]{0,8})");

    /** Who answers. Called by any thread. */
    public interface Desk {
        /** What we cosigned last, and the newest final checkpoint. */
        List<SignedNote> newest();

        /** The newest final checkpoint. */
        Optional<SignedNote> checkpoint();

        /** The log as far as it is written. */
        LogReader log();

        /** What the roster with a number was begun with, an encoded {@link HandoverPack}, if we have it. */
        Optional<byte[]> handover(long roster);
    }

    private final MemberServer server;

    private MemberEndpoint(MemberServer server) {
        this.server = server;
    }

    /**
     * Listens on {@code address}.
     *
     * @param pinned the certificates (DER) of the members
     * @throws IOException if the address can't be listened on
     */
    public static MemberEndpoint open(InetSocketAddress address, CertifiedKey key, Collection<Bytes> pinned, Desk desk)
            throws IOException {
        return new MemberEndpoint(
                MemberServer.start(address, PinnedTls.context(key, pinned), request -> answer(request, desk)));
    }

    /** The address that is listened on. */
    public InetSocketAddress address() {
        return server.address();
    }

    private static Answer answer(RequestHead request, Desk desk) {
        if (!request.method().equals("GET")) {
            return Answer.NOT_FOUND;
        }
        return switch (request.path()) {
            case "/cosignatures" -> new Answer(200, NoteBatch.encode(desk.newest()));
            case "/checkpoint" -> answer(desk.checkpoint().map(SignedNote::encode));
            default -> {
                Matcher handover = HANDOVER.matcher(request.path());
                yield handover.matches()
                        ? answer(desk.handover(Long.parseLong(handover.group(1))))
                        : tile(request.path(), desk);
            }
        };
    }

    private static Answer tile(String path, Desk desk) {
        Optional<TileAddress> address = TileAddress.parse(path.substring(1));
        try {
            return answer(address.map(tile -> desk.log().tile(tile).toArray()));
        } catch (IndexOutOfBoundsException e) {
            return Answer.NOT_FOUND;
        }
    }

    private static Answer answer(Optional<byte[]> body) {
        return body.map(bytes -> new Answer(200, bytes)).orElse(Answer.NOT_FOUND);
    }

    @Override
    public void close() {
        server.close();
    }
}
