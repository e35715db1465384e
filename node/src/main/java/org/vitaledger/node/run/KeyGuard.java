package org.vitaledger.node.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.vitaledger.journal.JournalCheck;
import org.vitaledger.node.keys.KeyFault;
import org.vitaledger.node.keys.StorePassword;

/** Keeps a node that holds data from being given new keys, under which nothing of it could be opened or go on. */
final class KeyGuard {
    private static final List<String> KEYS = List.of(
            "log.pem",
            "member-ed25519.pem",
            "member-ml-dsa-44.pem",
            "spool.key",
            "audit.key",
            "vault.p12",
            "site-tls.p12");

    private KeyGuard() {}

    /**
     * Asks that all keys are there if there are data: all are made before the first of them.
     *
     * @throws KeyFault VL-KEY-004, naming what is missing
     */
    static void requireComplete(NodeHome home) {
        List<String> missing = new ArrayList<>();
        for (String name : KEYS) {
            if (!Files.exists(home.keys().resolve(name))) {
                missing.add("keys/" + name);
            }
        }
        if (StorePassword.isMissing(home.keys())) {
            missing.add("keys/" + StorePassword.FILE);
        }
        if (!missing.isEmpty() && holdsData(home)) {
            throw new KeyFault(KeyFault.KeyCode.MISSING, Map.of("missing", missing), null);
        }
    }

    private static boolean holdsData(NodeHome home) {
        Stream<Path> journals = Stream.of(
                home.ledger().resolve("entries"),
                home.vault().resolve("journal"),
                home.edge().resolve("spool"),
                home.edge().resolve("quarantine"),
                home.api().resolve("audit/records"));
        return journals.anyMatch(JournalCheck::holdsAnything);
    }
}
