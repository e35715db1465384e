package org.vitaledger.edge;

import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.edge.admit.StoredPacks;
import org.vitaledger.edge.spool.WaitingPacks;
import org.vitaledger.vault.SealFault;
import org.vitaledger.vault.Vault;

/** The packs that a gateway accepted: those that wait in its spool, and those that are sealed. Safe for any thread. */
final class SpoolAndVault implements StoredPacks {
    private final WaitingPacks waiting;
    private final Vault vault;
    private final Tally tally;

    SpoolAndVault(WaitingPacks waiting, Vault vault, Tally tally) {
        this.waiting = waiting;
        this.vault = vault;
        this.tally = tally;
    }

    /** The spool first: what leaves it has been sealed. */
    @Override
    public Answer find(DeviceId device, long sequence, Hash pack) {
        if (waiting.holds(pack)) {
            return Answer.STORED;
        }
        boolean complete = waiting.isComplete();
        try {
            if (vault.catalogue().holds(device, sequence, pack)) {
                return Answer.STORED;
            }
        } catch (SealFault e) {
            tally.happened(new GatewayEvent.Failed(e));
            return Answer.UNKNOWN;
        }
        return complete ? Answer.NOT_STORED : Answer.UNKNOWN;
    }
}
