package org.vitaledger.ledger.hashgraph;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Governance;
import org.vitaledger.core.governance.RosterChange;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.NoteSignature;
import org.vitaledger.core.note.SignatureCheck;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.note.VerifierKey;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.ledger.log.BlockLog;

/**
 * Collects the members' cosignatures, and shows a block once enough of them cosigned its size and root, or a later one's.
 * Remembers the last final checkpoint over restarts. A member that cosigned another root than our log has is evidence,
 * kept as a file; it stops us only if so many did that ours can't become final. Safe for any thread.
 */
final class Finality {
    /** The cosignatures kept of each member: for sizes that we didn't reach, or that others didn't cosign yet. */
    private static final int KEPT = 512;

    private final Network network;
    private final BlockLog log;
    private final Signatures signatures;
    private final Evidence evidence;
    private final Path file;
    private final LongConsumer told;
    private final Halt halt;
    private final Map<MemberId, NavigableMap<Long, Cosigned>> bySize = new HashMap<>();
    private List<Member> ordering = List.of();
    private long roster = -1;
    private @Nullable SignedNote newest;
    private volatile @Nullable SignedNote logged;

    /** What one member signed for one size. */
    private record Cosigned(Hash root, SignedNote note, List<NoteSignature> lines) {}

    /** @param told learns of each size that became final, on the thread that found out */
    Finality(Network network, BlockLog log, Signatures signatures, Path directory, Halt halt, LongConsumer told) {
        this.network = network;
        this.log = log;
        this.signatures = signatures;
        this.evidence = new Evidence(directory.resolve("evidence"));
        this.file = lastFinal(directory);
        this.halt = halt;
        this.told = told;
        network.nodes().forEach(node -> bySize.put(node.member().id(), new TreeMap<>()));
    }

    /** The checkpoint that was final last in {@code directory}, if it can be read; not checked. */
    static Optional<SignedNote> kept(Path directory) {
        try {
            return Optional.of(SignedNote.parse(Files.readAllBytes(lastFinal(directory))));
        } catch (IOException | NoteRejected e) {
            // Gone or cut short by a crash: the members tell it again.
            return Optional.empty();
        }
    }

    private static Path lastFinal(Path directory) {
        return directory.resolve("final.note");
    }

    /** The last final checkpoint, with the cosignatures that made it so. */
    synchronized Optional<SignedNote> newest() {
        return Optional.ofNullable(newest);
    }

    /** Takes a note that somebody says members cosigned; what doesn't verify is left out. */
    void accept(SignedNote note) {
        Optional<Checkpoint> known = checkpoint(note);
        if (known.isEmpty()) {
            return;
        }
        Checkpoint checkpoint = known.get();
        // Signatures cost more than all else here: those that would change nothing are not verified.
        List<Member> news = network.nodes().stream()
                .map(Network.Node::member)
                .filter(member -> claims(note, member) && isNews(member.id(), checkpoint))
                .toList();
        if (news.isEmpty() || !signedByLog(note)) {
            return;
        }
        for (Member member : news) {
            cosigned(member, note).ifPresent(lines -> add(member.id(), checkpoint, note, lines));
        }
    }

    /** Takes a note that we, {@code member}, cosigned ourselves just now. */
    void own(Member member, SignedNote note) {
        logged = note;
        checkpoint(note).ifPresent(checkpoint -> add(member.id(), checkpoint, note, lines(note, member)));
    }

    private Optional<Checkpoint> checkpoint(SignedNote note) {
        try {
            return Optional.of(Checkpoint.parse(note.text()))
                    .filter(checkpoint ->
                            checkpoint.origin().equals(network.log().name()));
        } catch (NoteRejected e) {
            return Optional.empty();
        }
    }

    /** The members' notes for one size have the same text and signature of the log, which is verified once. */
    private boolean signedByLog(SignedNote note) {
        SignedNote before = logged;
        if (before != null && before.text().equals(note.text()) && line(before).equals(line(note))) {
            return true;
        }
        boolean valid = valid(note, network.log());
        if (valid) {
            logged = note;
        }
        return valid;
    }

    private Optional<NoteSignature> line(SignedNote note) {
        return note.signatures().stream()
                .filter(line -> claims(line, network.log()))
                .findFirst();
    }

    private synchronized boolean isNews(MemberId member, Checkpoint checkpoint) {
        Cosigned known = kept(member).get(checkpoint.size());
        if (known != null) {
            return !known.root().equals(checkpoint.root());
        }
        boolean already = checkpoint.size() <= log.shown().size();
        return !already || !log.root(checkpoint.size()).equals(checkpoint.root());
    }

    private Optional<List<NoteSignature>> cosigned(Member member, SignedNote note) {
        return keys(member).stream().allMatch(key -> valid(note, key))
                ? Optional.of(lines(note, member))
                : Optional.empty();
    }

    private static List<VerifierKey> keys(Member member) {
        String name = member.id().text();
        return List.of(
                new VerifierKey(name, SignatureType.COSIGNATURE_ED25519, member.ed25519()),
                new VerifierKey(name, SignatureType.COSIGNATURE_ML_DSA_44, member.mlDsa44()));
    }

    private static boolean claims(SignedNote note, Member member) {
        return keys(member).stream().allMatch(key -> note.signatures().stream().anyMatch(line -> claims(line, key)));
    }

    private static List<NoteSignature> lines(SignedNote note, Member member) {
        List<NoteSignature> lines = new ArrayList<>();
        for (VerifierKey key : keys(member)) {
            note.signatures().stream()
                    .filter(line -> claims(line, key))
                    .findFirst()
                    .ifPresent(lines::add);
        }
        return lines;
    }

    private boolean valid(SignedNote note, VerifierKey key) {
        return note.check(key, signatures) instanceof SignatureCheck.Valid;
    }

    private static boolean claims(NoteSignature line, VerifierKey key) {
        return line.name().equals(key.name()) && line.keyId() == key.id();
    }

    private NavigableMap<Long, Cosigned> kept(MemberId member) {
        return bySize.getOrDefault(member, new TreeMap<>());
    }

    private synchronized void add(MemberId member, Checkpoint checkpoint, SignedNote note, List<NoteSignature> lines) {
        NavigableMap<Long, Cosigned> sizes = kept(member);
        Cosigned before = sizes.get(checkpoint.size());
        if (before != null && !before.root().equals(checkpoint.root())) {
            evidence.keep(member, checkpoint.size(), List.of(before.note(), note));
        }
        sizes.putIfAbsent(checkpoint.size(), new Cosigned(checkpoint.root(), note, lines));
        if (sizes.size() > KEPT) {
            sizes.pollFirstEntry();
        }
        if (checkpoint.size() <= log.head().size()) {
            look(checkpoint.size());
        }
    }

    /** The log grew: cosignatures may have waited for that. */
    synchronized void grown() {
        long head = log.head().size();
        NavigableSet<Long> sizes = new TreeSet<>();
        bySize.values()
                .forEach(kept -> sizes.addAll(
                        kept.subMap(log.shown().size(), false, head, true).keySet()));
        for (long size : sizes.descendingSet()) {
            look(size);
        }
    }

    private void look(long size) {
        Optional<Snapshot> after = log.unshown(size);
        Hash ours = after.map(Snapshot::root).orElseGet(() -> log.root(size));
        List<NoteSignature> lines = new ArrayList<>();
        List<SignedNote> others = new ArrayList<>();
        List<MemberId> strangers = new ArrayList<>();
        List<Member> counting = after.map(this::members).orElse(List.of());
        int agreeing = 0;
        SignedNote text = null;
        for (Network.Node node : network.nodes()) {
            Cosigned cosigned = kept(node.member().id()).get(size);
            if (cosigned == null) {
                continue;
            }
            if (cosigned.root().equals(ours)) {
                if (counting.contains(node.member())) {
                    agreeing++;
                    lines.addAll(cosigned.lines());
                }
                text = cosigned.note();
            } else {
                strangers.add(node.member().id());
                others.add(cosigned.note());
            }
        }
        if (!strangers.isEmpty()) {
            contradicted(size, strangers, others, text);
        }
        if (text != null && after.isPresent() && agreeing >= Network.quorum(counting.size())) {
            show(after.get(), text, lines);
        }
    }

    /** Whose cosignatures count for a block: those who ordered it. */
    private List<Member> members(Snapshot after) {
        Governance governance = after.state().governance();
        long number = governance.rosterNumber(after.height());
        if (number != roster) {
            // Reading the keys costs more than all else here, and a roster in force never changes.
            ordering = governance
                    .roster(after.height())
                    .map(RosterChange::members)
                    .orElseGet(() -> network.roster().members());
            roster = number;
        }
        return ordering;
    }

    private void contradicted(long size, List<MemberId> members, List<SignedNote> notes, @Nullable SignedNote ours) {
        List<SignedNote> all = new ArrayList<>(notes);
        if (ours != null) {
            all.add(ours);
        }
        members.forEach(member -> evidence.keep(member, size, all));
        if (members.size()
                > network.nodes().size() - Network.quorum(network.nodes().size())) {
            halt.because(new SubmitFault(
                    SubmitFault.Kind.SPLIT_VIEW,
                    Map.of("members", members, "size", size, "evidence", evidence.directory()),
                    null));
        }
    }

    private void show(Snapshot after, SignedNote signed, List<NoteSignature> cosignatures) {
        List<NoteSignature> all = new ArrayList<>();
        line(signed).ifPresent(all::add);
        all.addAll(cosignatures);
        SignedNote note = new SignedNote(signed.text(), all);
        byte[] content = note.encode();
        log.show(after, new String(content, UTF_8));
        newest = note;
        bySize.values().forEach(sizes -> sizes.headMap(after.size(), false).clear());
        keep(content);
        told.accept(after.size());
    }

    /** Not forced: what a loss of power takes, the members tell again. */
    private void keep(byte[] content) {
        Path unfinished = file.resolveSibling("final.note.unfinished");
        try {
            Files.write(unfinished, content);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
