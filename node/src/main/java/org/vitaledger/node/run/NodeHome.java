package org.vitaledger.node.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a node keeps what it keeps.
 *
 * @param root the folder; made if absent
 */
public record NodeHome(Path root) {
    /**
     * Makes the folder, and nothing in it: whoever makes keys looks first whether others are missing.
     *
     * @throws NodeFault VL-NODE-003 if that is not possible
     */
    public static NodeHome at(Path root) {
        try {
            Files.createDirectories(root);
            return new NodeHome(root);
        } catch (IOException e) {
            throw new NodeFault(NodeFault.NodeCode.HOME_UNUSABLE, Map.of("home", root), e);
        }
    }

    /** Whether a node was ever here: it leaves keys, a policy or a ledger. */
    boolean isThere() {
        return Files.exists(keys()) || Files.exists(policy()) || Files.exists(ledger());
    }

    /** Keys, key stores and their password. */
    public Path keys() {
        return root.resolve("keys");
    }

    /** The log of the ledger. */
    public Path ledger() {
        return root.resolve("ledger");
    }

    /** Sealed readings and documents. */
    public Path vault() {
        return root.resolve("vault");
    }

    /** What the gateway accepted and did not commit yet, and what it refused. */
    public Path edge() {
        return root.resolve("edge");
    }

    /** Accounts, tokens and audit records. */
    public Path api() {
        return root.resolve("api");
    }

    /** Time stamps of checkpoints. */
    public Path stamps() {
        return root.resolve("stamps");
    }

    /** What verifiers need to know: a C2SP tlog-policy. */
    public Path policy() {
        return root.resolve("policy.txt");
    }

    /** The password of the account {@code admin}. */
    public Path adminPassword() {
        return keys().resolve("admin.password");
    }
}
