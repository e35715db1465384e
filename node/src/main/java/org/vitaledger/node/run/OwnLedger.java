package org.vitaledger.node.run;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.LedgerKeys;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.Roster;
import org.vitaledger.ledger.solo.SoloLedger;
import org.vitaledger.ledger.solo.SoloOptions;

/** Opens a node's ledger, and founds it at the first start. */
final class OwnLedger {
    private OwnLedger() {}

    /**
     * Opens the ledger and writes its policy.
     *
     * @throws Fault if files or keys can't be used
     */
    static Ledger open(NodeHome home, LedgerKeys keys, InstantSource clock) throws IOException {
        return founded(SoloLedger.open(home.ledger(), keys, SoloOptions.defaults(clock)), keys.roster(), home);
    }

    private static Ledger founded(Ledger opened, Roster roster, NodeHome home) throws IOException {
        try {
            await(opened, new Command.FoundConsortium(roster.members()));
            Files.write(home.policy(), roster.policy().encode());
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Submits a command and waits for what became of it; a fault of the ledger is thrown as such. */
    static Receipt await(Ledger ledger, Command command) {
        try {
            return ledger.submit(command).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Fault fault ? fault : e;
        }
    }
}
