package org.vitaledger.api.audit;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.merkle.CompactRange;
import org.vitaledger.core.merkle.NodeReader;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.ledger.store.KeyValues;

/**
 * What is looked up of the durable records: the trees over them, of the whole log and of each patient, and where records
 * are, by number, patient, principal and time. All of it is on disk and can be made again from the records. One thread
 * adds, any may read.
 */
final class AuditIndex implements AutoCloseable {
    private final KeyValues values;
    private final AuditKeys keys;
    private volatile Mark mark;

    /**
     * Up to where the index goes.
     *
     * @param journal the number of the journal that it is of
     * @param size how many records
     * @param end the position behind the last of them
     */
    record Mark(long journal, long size, long end) {
        private static final byte VERSION = 1;
        private static final int BYTES = 1 + 3 * Long.BYTES;

        byte[] encode() {
            return ByteBuffer.allocate(BYTES)
                    .put(VERSION)
                    .putLong(journal)
                    .putLong(size)
                    .putLong(end)
                    .array();
        }

        static Optional<Mark> of(KeyValues values) {
            byte[] encoded = values.get(AuditKeys.MARK);
            if (encoded == null || encoded.length != BYTES || encoded[0] != VERSION) {
                return Optional.empty();
            }
            ByteBuffer in = ByteBuffer.wrap(encoded, 1, BYTES - 1);
            return Optional.of(new Mark(in.getLong(), in.getLong(), in.getLong()));
        }
    }

    /**
     * A durable record.
     *
     * @param record its content
     * @param bytes its canonical bytes
     * @param position where it begins in the journal
     * @param end the position behind it
     */
    record Durable(AuditRecord record, Bytes bytes, long position, long end) {}

    private AuditIndex(KeyValues values, AuditKeys keys, Mark mark) {
        this.values = values;
        this.keys = keys;
        this.mark = mark;
    }

    /**
     * Opens the index in {@code directory} of the journal that has a number and an end; one that is of another journal, or
     * goes further, is begun anew.
     *
     * @throws org.vitaledger.ledger.SubmitFault of kind STORE if the disk refuses
     */
    static AuditIndex open(Path directory, AuditKeys keys, long journal, long end) {
        KeyValues values = KeyValues.open(directory);
        Optional<Mark> mark;
        try {
            mark = Mark.of(values);
        } catch (SubmitFault e) {
            // What can't be read is as good as none.
            mark = Optional.empty();
        }
        if (mark.isEmpty() || mark.get().journal() != journal || mark.get().end() > end) {
            values = values.emptied();
            mark = Optional.empty();
        }
        return new AuditIndex(values, keys, mark.orElse(new Mark(journal, 0, 0)));
    }

    /** Opens an index to look only; empty if it can't be read. */
    static Optional<AuditIndex> openToCheck(Path directory, AuditKeys keys) {
        return KeyValues.openToCheck(directory).flatMap(values -> {
            Optional<AuditIndex> index = Mark.of(values).map(mark -> new AuditIndex(values, keys, mark));
            if (index.isEmpty()) {
                values.close();
            }
            return index;
        });
    }

    KeyValues values() {
        return values;
    }

    Mark mark() {
        return mark;
    }

    /** Adds the next records, in their order. */
    void add(List<Durable> records) {
        Mark before = mark;
        Mark after = new Mark(
                before.journal(),
                before.size() + records.size(),
                records.getLast().end());
        values.change(false, changes -> {
            Adding adding = new Adding(changes, before.size());
            records.forEach(adding::add);
            adding.finish();
            changes.put(AuditKeys.MARK, after.encode());
        });
        mark = after;
    }

    /** Adds records whose subtrees' hashes may rest on those of others that are added with them. */
    private final class Adding {
        private final KeyValues.Changes changes;
        private final CompactRange log;
        private final Map<PatientHandle, CompactRange> trails = new HashMap<>();

        Adding(KeyValues.Changes changes, long size) {
            this.changes = changes;
            this.log = CompactRange.at(size, logTree());
        }

        void add(Durable durable) {
            Hash leaf = TreeHash.leaf(durable.bytes());
            AuditRecord record = durable.record();
            PatientHandle handle = record.request().patient();
            byte[] patient = keys.pseudonym(handle);
            byte[] principal = keys.pseudonym(record.request().principal());
            log.append(leaf, (level, index, hash) -> changes.put(AuditKeys.node(level, index), hash.toArray()));
            CompactRange trail = trails.computeIfAbsent(handle, key -> CompactRange.at(count(key), trailTree(key)));
            trail.append(
                    leaf, (level, index, hash) -> changes.put(AuditKeys.node(patient, level, index), hash.toArray()));
            AuditPlace place = new AuditPlace(record.access().time(), durable.position());
            changes.put(AuditKeys.record(patient, record.number()), number(durable.position()));
            changes.put(AuditKeys.place(AuditKeys.times(), place), new byte[0]);
            changes.put(AuditKeys.place(AuditKeys.timesOfPatient(patient), place), principal);
            changes.put(AuditKeys.place(AuditKeys.timesOfPrincipal(principal), place), patient);
        }

        void finish() {
            trails.forEach(
                    (handle, trail) -> changes.put(AuditKeys.count(keys.pseudonym(handle)), number(trail.size())));
        }
    }

    /**
     * Whether all that there is of a record is as it must be: by what it is found and counted, its leaves in both trees, and
     * what they complete. Asked of every record, it leaves nothing of the trees out.
     *
     * @param place the record's place in the log, from 0
     */
    boolean holds(long place, Durable durable) {
        AuditRecord record = durable.record();
        PatientHandle patient = record.request().patient();
        Hash leaf = TreeHash.leaf(durable.bytes());
        long count = count(patient);
        try {
            return finds(durable)
                    && logTree().holds(place, leaf)
                    && trailTree(patient).holds(record.number() - 1, leaf)
                    && (count == record.number()
                            || (count > record.number()
                                    && position(patient, record.number() + 1).isPresent()));
        } catch (AuditFault _) {
            return false;
        }
    }

    private boolean finds(Durable durable) {
        AuditRecord record = durable.record();
        byte[] patient = keys.pseudonym(record.request().patient());
        byte[] principal = keys.pseudonym(record.request().principal());
        AuditPlace place = new AuditPlace(record.access().time(), durable.position());
        return Arrays.equals(values.get(AuditKeys.record(patient, record.number())), number(durable.position()))
                && values.get(AuditKeys.place(AuditKeys.times(), place)) != null
                && Arrays.equals(values.get(AuditKeys.place(AuditKeys.timesOfPatient(patient), place)), principal)
                && Arrays.equals(values.get(AuditKeys.place(AuditKeys.timesOfPrincipal(principal), place)), patient);
    }

    /** The tree over all records. */
    NodeReader logTree() {
        return (level, index) -> hash(AuditKeys.node(level, index));
    }

    /** The tree over a patient's records. */
    NodeReader trailTree(PatientHandle handle) {
        byte[] patient = keys.pseudonym(handle);
        return (level, index) -> hash(AuditKeys.node(patient, level, index));
    }

    /** How many records a patient has. */
    long count(PatientHandle handle) {
        byte[] count = values.get(AuditKeys.count(keys.pseudonym(handle)));
        return count == null ? 0 : number(count);
    }

    /**
     * How many records a patient has, to go on from.
     *
     * @throws AuditFault of kind INDEX_WRONG if the last of them is not the last that there is
     */
    long last(PatientHandle handle) {
        long count = count(handle);
        boolean isThere = count == 0 || position(handle, count).isPresent();
        if (!isThere || position(handle, count + 1).isPresent()) {
            throw AuditFault.indexWrong("a count");
        }
        return count;
    }

    /** Whether there are no other places, and no other numbers, than those of the first records. */
    boolean hasNoMore(Mark of) {
        long[] numbers = {0};
        try {
            values.each(AuditKeys.records(), (key, value) -> {
                numbers[0] += number(value) < of.end() ? 1 : 0;
                return true;
            });
            return numbers[0] == of.size()
                    && AuditKeys.kindsOfPlaces().stream().allMatch(kind -> places(kind, of.end()) == of.size());
        } catch (AuditFault _) {
            return false;
        }
    }

    private long places(byte[] kind, long end) {
        long[] places = {0};
        values.each(kind, (key, value) -> {
            places[0] += AuditKeys.place(key).position() < end ? 1 : 0;
            return true;
        });
        return places[0];
    }

    /** Where a patient's record of a number begins; empty if there is none. */
    OptionalLong position(PatientHandle handle, long number) {
        byte[] position = values.get(AuditKeys.record(keys.pseudonym(handle), number));
        return position == null ? OptionalLong.empty() : OptionalLong.of(number(position));
    }

    /** What finds places of records. */
    AuditSearch search() {
        return new AuditSearch(values, keys);
    }

    private Hash hash(byte[] key) {
        byte @Nullable [] hash = values.get(key);
        if (hash == null || hash.length != Hash.SIZE) {
            throw AuditFault.indexWrong("a hash");
        }
        return Hash.of(hash);
    }

    private static long number(byte[] value) {
        if (value.length != Long.BYTES) {
            throw AuditFault.indexWrong("a number");
        }
        return ByteBuffer.wrap(value).getLong();
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    @Override
    public void close() {
        values.close();
    }
}
