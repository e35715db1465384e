package org.vitaledger.device.publish;

import javax.net.ssl.KeyManagerFactory;
import org.vitaledger.core.bytes.Bytes;

/** How a device shows the gateway who it is; its packs are signed in any case. */
public sealed interface Login {
    /** By user name and password. */
    record Password(String username, Bytes password) implements Login {
        @Override
        public String toString() {
            return "Password[" + username + "]";
        }
    }

    /** By a TLS client certificate. */
    record Certificate(KeyManagerFactory key) implements Login {}
}
