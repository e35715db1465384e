package org.vitaledger.api.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.Map;
import org.vitaledger.api.fault.ApiFault;
import org.vitaledger.api.fault.ApiFaultCode;
import org.vitaledger.journal.DurableFile;

/**
 * The P-256 key that signs this node's access tokens (ES256), kept as a JWK (RFC 7517) in a file that only its owner
 * reads.
 *
 * @param jwk the key with its private half
 */
public record TokenKey(ECKey jwk) {
    /**
     * Loads the key, or makes and stores a new one if the file does not exist.
     *
     * @throws ApiFault VL-API-001 if the file can't be read or written, or holds something else
     */
    public static TokenKey open(Path file, SecureRandom random) {
        try {
            if (Files.exists(file)) {
                return new TokenKey(ECKey.parse(Files.readString(file)));
            }
            ECKey made = new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .secureRandom(random)
                    .keyIDFromThumbprint(true)
                    .generate();
            DurableFile.replacePrivate(file, made.toJSONString().getBytes(StandardCharsets.UTF_8));
            return new TokenKey(made);
        } catch (IOException | ParseException | JOSEException e) {
            throw new ApiFault(ApiFaultCode.KEY_FILE, Map.of("file", file.getFileName()), e);
        }
    }

    @Override
    public String toString() {
        return "TokenKey[" + jwk.getKeyID() + "]";
    }
}
