package org.vitaledger.node.run;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.node.keys.KeyFault;
import org.vitaledger.node.keys.NodeKeys;
import org.vitaledger.node.keys.SiteCertificates;
import org.vitaledger.node.keys.StorePassword;
import org.vitaledger.vault.key.NodeKey;
import org.vitaledger.vault.key.NodeKeyStore;

/**
 * All keys of a node.
 *
 * @param node those that sign, and the one of the spool
 * @param vault wraps the patients' keys
 */
record HomeKeys(NodeKeys node, NodeKey vault) {
    /**
     * Reads the keys. The first start makes them, all before there are data.
     *
     * @throws KeyFault VL-KEY-004 if there are data and a key is missing; or if a file can't be used
     */
    static HomeKeys open(NodeConfig config, NodeHome home, InstantSource clock, Signatures signatures) {
        KeyGuard.requireComplete(home);
        NodeKeys node = NodeKeys.open(home.keys(), config.member(), config.origin(), signatures);
        char[] password = StorePassword.find(home.keys());
        NodeKey vault = NodeKeyStore.openOrCreate(home.keys().resolve("vault.p12"), password, new SecureRandom());
        SiteCertificates.open(home.keys(), password, clock.instant());
        return new HomeKeys(node, vault);
    }
}
