package org.vitaledger.vault.key;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.journal.DurableFile;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.vault.SealCode;
import org.vitaledger.vault.SealFault;

/**
 * The file of wrapped patients' keys: a header and slots, 64 bytes each, so that no slot crosses a disk sector and one is
 * overwritten as a whole. Header: magic and version, check of the node's key, zeros, CRC-32C. Slot: handle, state, three
 * zeros, wrapped key, CRC-32C over the slot's number and these. Not thread-safe.
 */
final class KeySlots implements AutoCloseable {
    static final int SIZE = 64;

    private static final byte[] MAGIC = "VLPKEYS\1".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte LIVE = 1;
    private static final byte DESTROYED = 2;

    private final Path path;
    private final RandomAccessFile file;
    private int count;

    /** A plain file rather than a channel: an interrupted thread would close a channel under everybody. */
    private KeySlots(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * What a slot holds.
     *
     * @param patient whose
     * @param destroyed whether the key is gone
     * @param wrapped the wrapped key; zeros if destroyed
     */
    record Slot(PatientHandle patient, boolean destroyed, Bytes wrapped) {
        static Slot live(PatientHandle patient, byte[] wrapped) {
            return new Slot(patient, false, Bytes.of(wrapped));
        }

        static Slot destroyed(PatientHandle patient) {
            return new Slot(patient, true, Bytes.of(new byte[NodeKey.WRAPPED_SIZE]));
        }
    }

    /** Opens {@code path} or makes it; a last write that a crash cut short is removed. */
    static KeySlots open(Path path, NodeKey nodeKey) {
        try {
            if (!Files.exists(path)) {
                DurableFile.replacePrivate(path, header(nodeKey.check()));
            }
            KeySlots slots = openWhole(path, nodeKey, "rw");
            slots.file.setLength((slots.count + 1L) * SIZE);
            return slots;
        } catch (IOException | JournalFault e) {
            throw disk(path, e);
        }
    }

    /** Opens {@code path}, and changes nothing. */
    static KeySlots openToCheck(Path path, NodeKey nodeKey) {
        try {
            return openWhole(path, nodeKey, "r");
        } catch (FileNotFoundException _) {
            throw damaged(path, 0, "the file is missing");
        } catch (IOException e) {
            throw disk(path, e);
        }
    }

    private static KeySlots openWhole(Path path, NodeKey nodeKey, String mode) throws IOException {
        KeySlots slots = new KeySlots(path, new RandomAccessFile(path.toFile(), mode));
        try {
            slots.requireHeader(nodeKey);
            slots.count = slots.countWithoutTornTail();
            return slots;
        } catch (SealFault e) {
            slots.close();
            throw e;
        }
    }

    private void requireHeader(NodeKey nodeKey) throws IOException {
        if (file.length() < SIZE) {
            throw damaged(path, 0, "the header is incomplete");
        }
        byte[] header = read(0);
        byte[] check = Arrays.copyOfRange(header, MAGIC.length, MAGIC.length + NodeKey.CHECK_SIZE);
        if (!Arrays.equals(header, header(check))) {
            throw damaged(path, 0, "the header is not valid");
        }
        if (!Arrays.equals(check, nodeKey.check())) {
            throw new SealFault(SealCode.WRONG_NODE_KEY, Map.of("file", path), null);
        }
    }

    /** Slots that were not forced may be cut off or still be zeros; nothing durable was sealed under them. */
    private int countWithoutTornTail() throws IOException {
        int slots = Math.toIntExact(file.length() / SIZE) - 1;
        while (slots > 0 && Arrays.equals(read(slots), new byte[SIZE])) {
            slots--;
        }
        return slots;
    }

    /** Where a slot starts in the file. */
    static long offset(int number) {
        return (number + 1L) * SIZE;
    }

    int count() {
        return count;
    }

    /** The slot with {@code number}, from 0. */
    Slot slot(int number) {
        try {
            byte[] bytes = read(number + 1);
            byte state = bytes[PatientHandle.SIZE];
            PatientHandle patient = new PatientHandle(Bytes.of(bytes, 0, PatientHandle.SIZE));
            Slot slot = state == DESTROYED
                    ? Slot.destroyed(patient)
                    : Slot.live(patient, Arrays.copyOfRange(bytes, 20, 20 + NodeKey.WRAPPED_SIZE));
            if (!Arrays.equals(bytes, encode(number, slot))) {
                throw damaged(path, offset(number), "the slot is not valid");
            }
            return slot;
        } catch (IOException e) {
            throw disk(path, e);
        }
    }

    /** Appends slots; on return they are durable. */
    void append(List<Slot> slots) {
        byte[] bytes = new byte[slots.size() * SIZE];
        for (int i = 0; i < slots.size(); i++) {
            System.arraycopy(encode(count + i, slots.get(i)), 0, bytes, i * SIZE, SIZE);
        }
        force(count + 1, bytes);
        count += slots.size();
    }

    /** Overwrites the wrapped key in a slot, in place; on return that is durable. */
    void destroy(int number) {
        force(number + 1, encode(number, Slot.destroyed(slot(number).patient())));
    }

    private void force(int at, byte[] bytes) {
        try {
            write(at, bytes);
            file.getFD().sync();
        } catch (IOException e) {
            throw disk(path, e);
        }
    }

    private byte[] read(int at) throws IOException {
        byte[] bytes = new byte[SIZE];
        file.seek((long) at * SIZE);
        file.readFully(bytes);
        return bytes;
    }

    private void write(int at, byte[] bytes) throws IOException {
        file.seek((long) at * SIZE);
        file.write(bytes);
    }

    private static byte[] header(byte[] check) {
        ByteBuffer header = ByteBuffer.allocate(SIZE).put(MAGIC).put(check);
        return withCrc(header.array(), -1);
    }

    private static byte[] encode(int number, Slot slot) {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE);
        bytes.put(slot.patient().bytes().toArray())
                .put(slot.destroyed() ? DESTROYED : LIVE)
                .put(new byte[3])
                .put(slot.wrapped().toArray());
        return withCrc(bytes.array(), number);
    }

    private static byte[] withCrc(byte[] slot, int number) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
        crc.update(slot, 0, SIZE - Integer.BYTES);
        ByteBuffer.wrap(slot).putInt(SIZE - Integer.BYTES, (int) crc.getValue());
        return slot;
    }

    private static SealFault damaged(Path path, long offset, String what) {
        return new SealFault(SealCode.KEYS_DAMAGED, Map.of("file", path, "offset", offset, "what", what), null);
    }

    private static SealFault disk(Path path, Exception cause) {
        return new SealFault(SealCode.DISK, Map.of("file", path), cause);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw disk(path, e);
        }
    }
}
