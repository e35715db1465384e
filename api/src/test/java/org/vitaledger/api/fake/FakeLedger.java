package org.vitaledger.api.fake;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Context;
import org.vitaledger.core.contract.Contracts;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.contract.Transition;
import org.vitaledger.core.merkle.EntryBundle;
import org.vitaledger.core.merkle.MerkleTree;
import org.vitaledger.core.merkle.TileAddress;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteSigner;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.LogReader;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.SubmitFault;

/** One member's ledger in memory: a block a command, applied by the real contracts, signed by a real key. */
public final class FakeLedger implements Ledger, LogReader {
    public static final MemberId MEMBER = new MemberId("hospital-a.example");

    private final InstantSource clock;
    private final NoteSigner signer;
    private final NoteSigner cosigner;
    private final List<Bytes> entries = new ArrayList<>();
    private final MerkleTree tree = new MerkleTree();
    private final List<Block> blocks = new ArrayList<>();
    private final List<Consumer<Block>> followers = new ArrayList<>();
    private Snapshot snapshot = new Snapshot(0, Instant.EPOCH, 0, TreeHash.EMPTY, State.EMPTY, "");
    private @Nullable SubmitFault fault;
    private @Nullable Error bug;

    public FakeLedger(InstantSource clock) {
        this.clock = clock;
        Signatures signatures = Signatures.platform();
        SecureRandom random = new SecureRandom();
        SigningKey ed25519 = signatures.generate(Algorithm.ED25519, random);
        SigningKey mlDsa44 = signatures.generate(Algorithm.ML_DSA_44, random);
        this.signer = NoteSigner.of("log.hospital-a.example", SignatureType.ED25519, ed25519, signatures);
        this.cosigner = NoteSigner.of("hospital-a.example", SignatureType.COSIGNATURE_ED25519, ed25519, signatures);
        submit(new Command.FoundConsortium(List.of(new Member(MEMBER, ed25519.verifyingKey(), mlDsa44.verifyingKey()))))
                .join();
    }

    /** A policy file under which the checkpoints are accepted. */
    public String policy() {
        return "log " + signer.verifierKey().text() + "\nwitness a "
                + cosigner.verifierKey().text() + "\nquorum a\n";
    }

    /** From now on every submission fails. */
    public synchronized void failWith(SubmitFault cause) {
        fault = cause;
    }

    /** From now on every submission throws. */
    public synchronized void breakWith(Error cause) {
        bug = cause;
    }

    @Override
    public MemberId member() {
        return MEMBER;
    }

    @Override
    public synchronized CompletableFuture<Receipt> submit(Command command) {
        if (bug != null) {
            throw bug;
        }
        if (fault != null) {
            return CompletableFuture.failedFuture(fault);
        }
        long height = snapshot.height() + 1;
        Instant time = Instant.ofEpochMilli(clock.instant().toEpochMilli());
        Transition transition = Contracts.apply(snapshot.state(), new Context(MEMBER, height, time), command);
        Entry.Ordered ordered =
                new Entry.Ordered(MEMBER, command, transition.outcome().code());
        long first = tree.size();
        add(ordered.encode());
        add(new Entry.Close(height, time, transition.state().map().root()).encode());
        snapshot = new Snapshot(height, time, tree.size(), tree.root(), transition.state(), checkpoint(time));
        Block block = new Block(height, time, first, List.of(ordered));
        blocks.add(block);
        followers.forEach(follower -> follower.accept(block));
        return CompletableFuture.completedFuture(new Receipt(first, height, transition.outcome()));
    }

    @Override
    public synchronized Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public synchronized Following follow(long height, Consumer<Block> follower) {
        blocks.stream().filter(block -> block.height() >= height).forEach(follower);
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    @Override
    public LogReader log() {
        return this;
    }

    @Override
    public synchronized Bytes entry(long index) {
        return entries.get(Math.toIntExact(index));
    }

    @Override
    public synchronized List<Hash> inclusion(long index, long size) {
        return tree.inclusion(index, size).path();
    }

    @Override
    public synchronized List<Hash> consistency(long from, long to) {
        return tree.consistency(from, to).path();
    }

    @Override
    public synchronized Bytes tile(TileAddress address) {
        if (address.width() > TileAddress.available(address.level(), address.index(), tree.size())) {
            throw new IndexOutOfBoundsException();
        }
        int from = Math.toIntExact(address.firstHash());
        if (address.level() == TileAddress.ENTRIES) {
            return Bytes.of(EntryBundle.encode(entries.subList(from, from + address.width())));
        }
        Bytes tile = Bytes.EMPTY;
        for (int i = 0; i < address.width(); i++) {
            tile = tile.plus(tree.at(8 * address.level(), from + i).bytes());
        }
        return tile;
    }

    @Override
    public void close() {}

    private void add(Bytes entry) {
        entries.add(entry);
        tree.append(TreeHash.leaf(entry));
    }

    private String checkpoint(Instant time) {
        Checkpoint checkpoint = new Checkpoint("log.hospital-a.example", tree.size(), tree.root());
        long seconds = time.getEpochSecond();
        SignedNote note = new SignedNote(
                checkpoint.text(), List.of(signer.sign(checkpoint, seconds), cosigner.sign(checkpoint, seconds)));
        return new String(note.encode(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
