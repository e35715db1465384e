package org.vitaledger.vault.key;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.vault.SealFault;
import org.vitaledger.vault.key.KeySlots.Slot;

/**
 * The keys of all patients of a vault. In memory: about a hundred bytes per patient for the place of the wrapped key, and
 * a bounded number of data keys. Safe for any thread; nobody else may use the file meanwhile.
 */
public final class PatientKeys implements AutoCloseable {
    /** Bytes of a fingerprint. */
    public static final int FINGERPRINT_SIZE = 16;

    private static final int MAX_DATA_KEYS = 8192;
    private static final int KEY_SIZE = 32;

    private final NodeKey nodeKey;
    private final SecureRandom random;
    private final KeySlots slots;
    private final Map<PatientHandle, Integer> places = new HashMap<>();
    private final Set<PatientHandle> destroyed = new HashSet<>();
    private final Map<Period, SecretKey> dataKeys = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Period, SecretKey> eldest) {
            return size() > MAX_DATA_KEYS;
        }
    };

    private record Period(PatientHandle patient, int number) {}

    private PatientKeys(NodeKey nodeKey, SecureRandom random, KeySlots slots) {
        this.nodeKey = nodeKey;
        this.random = random;
        this.slots = slots;
    }

    /**
     * Opens the keys in {@code file}, which is made if absent.
     *
     * @throws SealFault if the file is damaged (with file and offset) or was made with another node key
     */
    public static PatientKeys open(Path file, NodeKey nodeKey, SecureRandom random) {
        PatientKeys keys = new PatientKeys(nodeKey, random, KeySlots.open(file, nodeKey));
        try {
            for (int i = 0; i < keys.slots.count(); i++) {
                keys.know(i, keys.slots.slot(i));
            }
            return keys;
        } catch (SealFault e) {
            keys.close();
            throw e;
        }
    }

    /**
     * Opens the keys to look only, and tells {@code finding} of each slot that is not as it should be: its offset in the
     * file, and what is wrong. Such a slot's patient has no key in what is returned.
     *
     * @throws SealFault if the file is missing, its header is damaged, or it was made with another node key
     */
    public static PatientKeys openToCheck(Path file, NodeKey nodeKey, BiConsumer<Long, String> finding) {
        PatientKeys keys = new PatientKeys(nodeKey, new SecureRandom(), KeySlots.openToCheck(file, nodeKey));
        for (int i = 0; i < keys.slots.count(); i++) {
            try {
                Slot slot = keys.slots.slot(i);
                if (keys.places.containsKey(slot.patient())) {
                    finding.accept(KeySlots.offset(i), "a patient has two keys");
                }
                if (!slot.destroyed()) {
                    nodeKey.unwrap(slot.patient(), slot.wrapped().toArray());
                }
                keys.know(i, slot);
            } catch (SealFault e) {
                finding.accept(KeySlots.offset(i), e.context().getOrDefault("what", "the slot can't be read"));
            }
        }
        return keys;
    }

    private void know(int number, Slot slot) {
        places.put(slot.patient(), number);
        if (slot.destroyed()) {
            destroyed.add(slot.patient());
        }
    }

    /**
     * Gives a key to each of {@code patients} that never had one; on return the keys are durable.
     *
     * @throws SealFault if the disk fails
     */
    public synchronized void ensure(Collection<PatientHandle> patients) {
        Set<PatientHandle> fresh = new LinkedHashSet<>();
        for (PatientHandle patient : patients) {
            if (!places.containsKey(patient)) {
                fresh.add(patient);
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        List<Slot> added = new ArrayList<>();
        for (PatientHandle patient : fresh) {
            added.add(Slot.live(patient, nodeKey.wrap(patient, randomKey())));
        }
        int first = slots.count();
        slots.append(added);
        for (int i = 0; i < added.size(); i++) {
            know(first + i, added.get(i));
        }
    }

    /**
     * The data key of a patient's period, or empty if the patient has no key or it was destroyed.
     *
     * @throws SealFault if the wrapped key is damaged
     */
    public synchronized Optional<SecretKey> dataKey(PatientHandle patient, int period) {
        Integer place = places.get(patient);
        if (place == null || destroyed.contains(patient)) {
            return Optional.empty();
        }
        Period wanted = new Period(patient, period);
        @Nullable SecretKey known = dataKeys.get(wanted);
        if (known == null) {
            Slot slot = slots.slot(place);
            known = NodeKey.dataKey(nodeKey.unwrap(patient, slot.wrapped().toArray()), period);
            dataKeys.put(wanted, known);
        }
        return Optional.of(known);
    }

    /** A key that nobody will ever have again: for what must be sealed but never opened. */
    public SecretKey throwawayKey() {
        return randomKey();
    }

    /**
     * Destroys a patient's key for good, and keeps one from being made later; on return that is durable.
     *
     * @throws SealFault if the disk fails; the key may then still be there
     */
    public synchronized void destroy(PatientHandle patient) {
        Integer place = places.get(patient);
        if (place == null) {
            slots.append(List.of(Slot.destroyed(patient)));
            know(slots.count() - 1, Slot.destroyed(patient));
        } else if (!destroyed.contains(patient)) {
            slots.destroy(place);
            destroyed.add(patient);
        }
        dataKeys.keySet().removeIf(period -> period.patient().equals(patient));
    }

    /**
     * What stands in clear of a signed pack, so that it is known again when it is sent again: 16 bytes derived from its hash
     * under the node's key, the same after an erasure. The bare hash would show whoever holds the device's key, and so can
     * sign a guess, which readings an erased patient had.
     *
     * @param pack the SHA-256 of the signed pack
     */
    public Bytes fingerprint(Hash pack) {
        return nodeKey.fingerprint(pack);
    }

    /** Whether the patient has or had a key. */
    public synchronized boolean knows(PatientHandle patient) {
        return places.containsKey(patient);
    }

    /** Whether the patient's key was destroyed. */
    public synchronized boolean isDestroyed(PatientHandle patient) {
        return destroyed.contains(patient);
    }

    /** All patients whose keys were destroyed. */
    public synchronized Set<PatientHandle> destroyed() {
        return Set.copyOf(destroyed);
    }

    private SecretKey randomKey() {
        byte[] bytes = new byte[KEY_SIZE];
        random.nextBytes(bytes);
        return new SecretKeySpec(bytes, "AES");
    }

    @Override
    public synchronized void close() {
        dataKeys.clear();
        slots.close();
    }
}
