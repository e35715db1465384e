package org.vitaledger.edge.mqtt;

import java.util.Optional;

/** Decides who presents a user name and a password. Called on event loops: it must not block. Safe for any thread. */
@FunctionalInterface
public interface DeviceCredentials {
    /** The client that these credentials belong to, or nothing if they are wrong, withdrawn or unknown. */
    Optional<ClientIdentity> authenticate(String username, byte[] password);

    /** Nobody gets in by user name and password: client certificates only. */
    static DeviceCredentials none() {
        return (username, password) -> Optional.empty();
    }
}
