package org.vitaledger.vault.key;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.vitaledger.journal.DurableFile;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.vault.SealCode;
import org.vitaledger.vault.SealFault;

/** Keeps a node's key in a PKCS#12 file (RFC 7292), sealed under a password. */
public final class NodeKeyStore {
    private static final String TYPE = "PKCS12";
    private static final String ALIAS = "node-key";
    private static final int KEY_SIZE = 32;

    private NodeKeyStore() {}

    /**
     * The key in {@code file}; if there is no such file, a new key, durably written there first, for the owner's eyes only.
     *
     * @throws SealFault with {@link SealCode#KEY_STORE} if the file is not whole, the password is another, or it can't be
     *     written
     */
    public static NodeKey openOrCreate(Path file, char[] password, SecureRandom random) {
        return Files.exists(file) ? open(file, password) : create(file, password, random);
    }

    /**
     * The key in {@code file}.
     *
     * @throws SealFault with {@link SealCode#KEY_STORE} if the file is absent or not whole, or the password is another
     */
    public static NodeKey open(Path file, char[] password) {
        try {
            KeyStore store = KeyStore.getInstance(TYPE);
            store.load(new ByteArrayInputStream(Files.readAllBytes(file)), password);
            if (store.getKey(ALIAS, password) instanceof SecretKey key && key.getEncoded().length == KEY_SIZE) {
                return new NodeKey(new SecretKeySpec(key.getEncoded(), "AES"));
            }
            throw fault(file, null);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw fault(file, e);
        }
    }

    private static NodeKey create(Path file, char[] password, SecureRandom random) {
        byte[] bytes = new byte[KEY_SIZE];
        random.nextBytes(bytes);
        SecretKey key = new SecretKeySpec(bytes, "AES");
        try {
            KeyStore store = KeyStore.getInstance(TYPE);
            store.load(null, null);
            store.setEntry(ALIAS, new KeyStore.SecretKeyEntry(key), new KeyStore.PasswordProtection(password));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            store.store(out, password);
            DurableFile.replacePrivate(file, out.toByteArray());
            return new NodeKey(key);
        } catch (IOException | GeneralSecurityException | JournalFault e) {
            throw fault(file, e);
        }
    }

    private static SealFault fault(Path file, @Nullable Exception cause) {
        return new SealFault(SealCode.KEY_STORE, Map.of("file", file), cause);
    }
}
