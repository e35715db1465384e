package org.vitaledger.ledger.hashgraph;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.merkle.CompactRange;
import org.vitaledger.core.merkle.EntryBundle;
import org.vitaledger.core.merkle.TileAddress;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.PolicyCheck;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.ledger.hashgraph.peer.PeerClient;
import org.vitaledger.ledger.log.BlockLog;

/**
 * Fetches the blocks that our log lacks from another member. First only the hashes: they must make the root that the
 * engine's signed state tells, and the one of the member's final checkpoint, whichever size that has. Then the entries,
 * which must have these hashes; each block is applied as if we had ordered it.
 */
final class CatchUp {
    private static final Logger LOG = System.getLogger(CatchUp.class.getName());
    private static final int FULL = TileAddress.FULL;

    private final BlockLog log;
    private final Policy policy;
    private final Signatures signatures;
    private final PeerClient peer;

    CatchUp(BlockLog log, Policy policy, Signatures signatures, PeerClient peer) {
        this.log = log;
        this.policy = policy;
        this.signatures = signatures;
        this.peer = peer;
    }

    /** A member served something else than was signed. */
    static final class WrongAnswer extends IOException {
        private static final long serialVersionUID = 1L;

        WrongAnswer(String what) {
            super(what);
        }
    }

    /**
     * Where to go.
     *
     * @param size the entries there
     * @param root the RFC 9162 root over them
     */
    record Target(long size, Hash root) {}

    /**
     * Brings the log to {@code target}, a size and root that the members are known to have agreed on.
     *
     * @throws IOException if this member can't be reached, or doesn't have it, or serves something else; what was fetched
     *     before that is kept
     * @throws org.vitaledger.ledger.SubmitFault if the contracts come to another outcome than the members signed
     */
    void to(Target target) throws IOException, InterruptedException {
        to(target, checkpoint());
    }

    /**
     * Brings the log to the member's final checkpoint, if that is further.
     *
     * @throws IOException as {@link #to(Target)}
     * @throws org.vitaledger.ledger.SubmitFault as {@link #to(Target)}
     */
    void toFinal() throws IOException, InterruptedException {
        Optional<SignedNote> signed = peer.checkpoint();
        if (signed.isPresent()) {
            to(signed.get());
        }
    }

    /**
     * Brings the log to a final checkpoint, if that is further.
     *
     * @throws IOException as {@link #to(Target)}, or if the policy does not accept it
     * @throws org.vitaledger.ledger.SubmitFault as {@link #to(Target)}
     */
    void to(SignedNote signed) throws IOException, InterruptedException {
        Checkpoint end = accepted(signed);
        if (end.size() > log.head().size()) {
            to(new Target(end.size(), end.root()), Optional.of(end));
        }
    }

    private void to(Target target, Optional<Checkpoint> signed) throws IOException, InterruptedException {
        long from = log.head().size();
        entries(from, hashes(from, target, signed), target);
        LOG.log(Level.INFO, "Fetched entries {0} to {1}", Long.toString(from), Long.toString(target.size()));
    }

    private Optional<Checkpoint> checkpoint() throws IOException, InterruptedException {
        Optional<SignedNote> note = peer.checkpoint();
        if (note.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(accepted(note.get()));
    }

    private Checkpoint accepted(SignedNote note) throws WrongAnswer {
        return switch (policy.check(note, signatures)) {
            case PolicyCheck.Accepted accepted -> accepted.checkpoint();
            case PolicyCheck.Refused refused -> throw new WrongAnswer("a checkpoint: " + refused.reason());
        };
    }

    /** The hash of each tile of leaves from that with {@code from} on, after all of them made the signed roots. */
    private List<Hash> hashes(long from, Target target, Optional<Checkpoint> signed)
            throws IOException, InterruptedException {
        long end = Math.max(target.size(), signed.map(Checkpoint::size).orElse(0L));
        CompactRange range = log.edge();
        if (signed.isPresent() && signed.get().size() <= from) {
            require(log.root(signed.get().size()).equals(signed.get().root()), "another root than its checkpoint");
        }
        List<Hash> tiles = new ArrayList<>();
        long first = from / FULL;
        try (Ahead<byte[]> leaves = new Ahead<>(first, (end + FULL - 1) / FULL, tile -> leaves(tile, end))) {
            for (long tile = first; tile * FULL < end; tile++) {
                byte[] bytes = leaves.next();
                if (tile * FULL < target.size()) {
                    int wanted = (int) Math.min(FULL, target.size() - tile * FULL) * Hash.SIZE;
                    tiles.add(Hash.sha256(Bytes.of(bytes, 0, wanted).toArray()));
                }
                for (long index = Math.max(from, tile * FULL); index < Math.min(end, (tile + 1) * FULL); index++) {
                    range.append(Hash.of(bytes, (int) (index - tile * FULL) * Hash.SIZE));
                    compare(range, target, signed);
                }
            }
        }
        return tiles;
    }

    private static void compare(CompactRange range, Target target, Optional<Checkpoint> signed) throws WrongAnswer {
        if (range.size() == target.size()) {
            require(range.root().equals(target.root()), "another root than was agreed on");
        }
        if (signed.isPresent() && range.size() == signed.get().size()) {
            require(range.root().equals(signed.get().root()), "another root than its checkpoint");
        }
    }

    private byte[] leaves(long tile, long end) throws IOException, InterruptedException {
        int width = TileAddress.available(0, tile, end);
        byte[] bytes = peer.tile(new TileAddress(0, tile, width));
        require(bytes.length == width * Hash.SIZE, "a tile of another length");
        return bytes;
    }

    private void entries(long from, List<Hash> tiles, Target target) throws IOException, InterruptedException {
        List<Bytes> block = new ArrayList<>();
        long first = from / FULL;
        Ahead.Fetch<List<Bytes>> fetch = tile -> bundle(tile, tiles.get((int) (tile - first)), target);
        try (Ahead<List<Bytes>> bundles = new Ahead<>(first, first + tiles.size(), fetch)) {
            for (long tile = first; tile < first + tiles.size(); tile++) {
                List<Bytes> entries = bundles.next();
                for (int at = (int) Math.max(0, from - tile * FULL); at < entries.size(); at++) {
                    block.add(entries.get(at));
                    if (Entry.closes(entries.get(at))) {
                        log.take(block);
                        block.clear();
                    }
                }
            }
        }
        require(block.isEmpty() && log.head().size() == target.size(), "a log that doesn't end with a block");
    }

    private List<Bytes> bundle(long tile, Hash expected, Target target) throws IOException, InterruptedException {
        int width = TileAddress.available(TileAddress.ENTRIES, tile, target.size());
        List<Bytes> entries = EntryBundle.decode(peer.tile(TileAddress.entries(tile, width)))
                .orElseThrow(() -> new WrongAnswer("not a bundle of entries"));
        byte[] leaves = new byte[entries.size() * Hash.SIZE];
        for (int i = 0; i < entries.size(); i++) {
            System.arraycopy(TreeHash.leaf(entries.get(i)).toArray(), 0, leaves, i * Hash.SIZE, Hash.SIZE);
        }
        require(Hash.sha256(leaves).equals(expected), "entries with other hashes");
        return entries;
    }

    private static void require(boolean holds, String what) throws WrongAnswer {
        if (!holds) {
            throw new WrongAnswer("the member serves " + what);
        }
    }
}
