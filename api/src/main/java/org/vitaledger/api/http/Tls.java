package org.vitaledger.api.http;

import java.nio.file.Path;

/**
 * The server's certificate.
 *
 * @param keyStore a PKCS #12 file with one key and its certificates
 * @param password the file's password
 */
public record Tls(Path keyStore, String password) {
    @Override
    public String toString() {
        return "Tls[" + keyStore.getFileName() + "]";
    }
}
