package org.vitaledger.vault.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.vault.SealFault;

class KeysTest {
    private static final char[] PASSWORD = "secret".toCharArray();
    private static final PatientHandle ONE = World.patient(1);
    private static final PatientHandle TWO = World.patient(2);

    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();
    private Path file;
    private NodeKey nodeKey;

    @BeforeEach
    void makeNodeKey() {
        file = directory.resolve("patients.keys");
        nodeKey = NodeKeyStore.openOrCreate(directory.resolve("node.p12"), PASSWORD, random);
    }

    private PatientKeys open() {
        return PatientKeys.open(file, nodeKey, random);
    }

    @Test
    void keepsTheNodesKeyForItsOwnerBehindThePassword() throws IOException {
        Path store = directory.resolve("node.p12");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store)))
                .isEqualTo("rw-------");
        assertThat(NodeKeyStore.openOrCreate(store, PASSWORD, random).check()).isEqualTo(nodeKey.check());
        assertThatThrownBy(() -> NodeKeyStore.open(store, "guess".toCharArray()))
                .isInstanceOf(SealFault.class)
                .hasMessageContaining("VL-SEAL-001");
        assertThatThrownBy(() -> NodeKeyStore.open(directory.resolve("none"), PASSWORD))
                .hasMessageContaining("VL-SEAL-001");
    }

    @Test
    void keepsKeysPerPatientAndPeriod() {
        SecretKey january;
        try (PatientKeys keys = open()) {
            keys.ensure(List.of(ONE, TWO, ONE));
            january = keys.dataKey(ONE, 672).orElseThrow();
            assertThat(january.getEncoded()).hasSize(32);
            assertThat(keys.dataKey(ONE, 673)).isPresent().isNotEqualTo(Optional.of(january));
            assertThat(keys.dataKey(TWO, 672)).isPresent().isNotEqualTo(Optional.of(january));
            assertThat(keys.dataKey(World.patient(3), 672)).isEmpty();
        }
        try (PatientKeys keys = open()) {
            keys.ensure(List.of(ONE, World.patient(3)));
            assertThat(keys.dataKey(ONE, 672)).contains(january);
            assertThat(keys.dataKey(World.patient(3), 672)).isPresent();
        }
    }

    @Test
    void makesNoKeyForWhoseKeyWasDestroyed() {
        try (PatientKeys keys = open()) {
            keys.ensure(List.of(ONE, TWO));
            keys.destroy(ONE);
            keys.destroy(World.patient(3));
            keys.ensure(List.of(ONE, World.patient(3)));
            assertThat(keys.dataKey(ONE, 1)).isEmpty();
            assertThat(keys.destroyed()).containsExactlyInAnyOrder(ONE, World.patient(3));
        }
        try (PatientKeys keys = open()) {
            keys.ensure(List.of(ONE, World.patient(3)));
            assertThat(keys.isDestroyed(ONE)).isTrue();
            assertThat(keys.dataKey(ONE, 1)).isEmpty();
            assertThat(keys.dataKey(World.patient(3), 1)).isEmpty();
            assertThat(keys.dataKey(TWO, 1)).isPresent();
        }
    }

    @Test
    void aKeyInAnotherPatientsSlotDoesNotOpen() {
        byte[] wrapped = nodeKey.wrap(ONE, nodeKeyOfNobody());
        assertThat(nodeKey.unwrap(ONE, wrapped)).isEqualTo(nodeKeyOfNobody());
        assertThatThrownBy(() -> nodeKey.unwrap(TWO, wrapped)).isInstanceOf(SealFault.class);
    }

    private static SecretKey nodeKeyOfNobody() {
        return new SecretKeySpec(new byte[32], "AES");
    }

    @Test
    void namesTheOffsetOfADamagedSlotAndRefusesToStart() throws IOException {
        try (PatientKeys keys = open()) {
            keys.ensure(List.of(ONE, TWO));
        }
        byte[] whole = Files.readAllBytes(file);
        for (int offset = 0; offset < whole.length; offset++) {
            byte[] damaged = whole.clone();
            damaged[offset] ^= 1;
            Files.write(file, damaged);
            int slot = offset / 64 * 64;
            assertThatThrownBy(this::open)
                    .isInstanceOf(SealFault.class)
                    .hasMessageContaining("VL-SEAL-003")
                    .hasMessageContaining("offset=" + slot);
        }
        byte[] swapped = whole.clone();
        System.arraycopy(whole, 64, swapped, 128, 64);
        System.arraycopy(whole, 128, swapped, 64, 64);
        Files.write(file, swapped);
        assertThatThrownBy(this::open).hasMessageContaining("VL-SEAL-003");
    }

    @Test
    void removesSlotsThatACrashLeftUnwritten() throws IOException {
        try (PatientKeys keys = open()) {
            keys.ensure(List.of(ONE));
        }
        byte[] whole = Files.readAllBytes(file);
        for (int extra : new int[] {10, 64, 100}) {
            Files.write(file, Arrays.copyOf(whole, whole.length + extra));
            try (PatientKeys keys = open()) {
                assertThat(keys.dataKey(ONE, 1)).isPresent();
                keys.ensure(List.of(TWO));
            }
            try (PatientKeys keys = open()) {
                assertThat(keys.dataKey(TWO, 1)).isPresent();
            }
        }
        Files.write(file, Arrays.copyOf(whole, 40));
        assertThatThrownBy(this::open).hasMessageContaining("VL-SEAL-003");
    }

    @Test
    @Proves("INV-008")
    void fingerprintsTellNothingWithoutTheNodesKey() {
        Hash pack = Hash.sha256(new byte[] {1});
        NodeKey other = NodeKeyStore.openOrCreate(directory.resolve("other.p12"), PASSWORD, random);
        Bytes fingerprint = nodeKey.fingerprint(pack);
        assertThat(fingerprint.size()).isEqualTo(PatientKeys.FINGERPRINT_SIZE);
        assertThat(fingerprint).isNotEqualTo(other.fingerprint(pack));
        assertThat(fingerprint).isNotEqualTo(nodeKey.fingerprint(Hash.sha256(new byte[] {2})));
        assertThat(fingerprint).isNotEqualTo(Bytes.of(Arrays.copyOf(pack.toArray(), PatientKeys.FINGERPRINT_SIZE)));
        try (PatientKeys keys = open()) {
            assertThat(keys.fingerprint(pack)).isEqualTo(fingerprint);
        }
    }

    /** HKDF-Expand of RFC 5869 section 2.3; a vault knows its packs by these bytes for ever. */
    @Test
    void fingerprintsStayAsTheyAre() throws GeneralSecurityException {
        SecretKey key = new SecretKeySpec(World.id(32, 7).toArray(), "AES");
        Hash pack = Hash.sha256("pack".getBytes(StandardCharsets.US_ASCII));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        mac.update("vitaledger pack\0".getBytes(StandardCharsets.US_ASCII));
        mac.update(pack.toArray());
        byte[] block = mac.doFinal(new byte[] {1});
        assertThat(new NodeKey(key).fingerprint(pack))
                .isEqualTo(Bytes.of(Arrays.copyOf(block, PatientKeys.FINGERPRINT_SIZE)));
    }

    @Test
    void needsTheNodeKeyThatItWasMadeWith() {
        open().close();
        NodeKey other = NodeKeyStore.openOrCreate(directory.resolve("other.p12"), PASSWORD, random);
        assertThatThrownBy(() -> PatientKeys.open(file, other, random)).hasMessageContaining("VL-SEAL-002");
    }
}
