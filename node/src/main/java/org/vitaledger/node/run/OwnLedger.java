package org.vitaledger.node.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.governance.RosterChange;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.Roster;
import org.vitaledger.ledger.hashgraph.Cards;
import org.vitaledger.ledger.hashgraph.CertifiedKey;
import org.vitaledger.ledger.hashgraph.HashgraphKeys;
import org.vitaledger.ledger.hashgraph.HashgraphLedger;
import org.vitaledger.ledger.hashgraph.HashgraphOptions;
import org.vitaledger.ledger.hashgraph.NetworkFile;
import org.vitaledger.ledger.solo.SoloLedger;
import org.vitaledger.ledger.solo.SoloOptions;
import org.vitaledger.node.keys.KeyFault;
import org.vitaledger.node.keys.NodeKeys;
import org.vitaledger.node.keys.StorePassword;

/** Opens a node's ledger, its own or its part of a consortium's, and founds it at the first start. */
public final class OwnLedger {
    /** The key store with what the member's consensus engine signs with. */
    public static final String GOSSIP_KEY = "gossip.p12";

    /** The key store with what the member shows to other members. */
    public static final String MEMBER_TLS_KEY = "member-tls.p12";

    private OwnLedger() {}

    /**
     * Opens the ledger and writes its policy. With other members, returns once enough of them agreed that it is founded.
     * Alone, it is asked first whether the witnesses have seen more of it; others tell a member that is behind.
     *
     * @throws Fault if files or keys can't be used, the ledger is an older copy (VL-NODE-020), or the consortium was founded
     *     without this member (VL-NODE-004)
     */
    public static Ledger open(NodeConfig config, NodeHome home, NodeKeys keys, InstantSource clock) throws IOException {
        if (config.consortium().isEmpty()) {
            return founded(solo(config, home, keys, clock), keys.ledger().roster(), home);
        }
        NodeConfig.Consortium consortium = config.consortium().get();
        HashgraphKeys all = new HashgraphKeys(keys.all(), load(home, GOSSIP_KEY), load(home, MEMBER_TLS_KEY));
        HashgraphOptions options = HashgraphOptions.defaults()
                .withBind(consortium.bind())
                .withEventsPerSecond(consortium.eventsPerSecond())
                .withAgain(() -> Ending.with(Ending.AGAIN));
        HashgraphLedger opened = HashgraphLedger.open(home.ledger(), () -> cards(consortium.network()), all, options);
        return founded(opened, opened.roster(), home);
    }

    private static SoloLedger solo(NodeConfig config, NodeHome home, NodeKeys keys, InstantSource clock) {
        SoloLedger ledger = SoloLedger.open(home.ledger(), keys.ledger(), SoloOptions.defaults(clock));
        try {
            Publishing.requireNewest(config.outside(), ledger, Signatures.platform());
            return ledger;
        } catch (RuntimeException e) {
            ledger.close();
            throw e;
        }
    }

    /** Why the ledger takes no commands, or the state is not written down; empty while all is well. */
    static Optional<? extends Fault> fault(Ledger ledger) {
        return switch (ledger) {
            case SoloLedger solo -> solo.fault();
            case HashgraphLedger hashgraph -> hashgraph.fault();
            default -> Optional.empty();
        };
    }

    /**
     * Founds a ledger that is not, and writes the policy.
     *
     * @param roster who founds it, as the configuration says; the ledger must say the same then
     */
    static Ledger founded(Ledger opened, Roster roster, NodeHome home) throws IOException {
        try {
            boolean wasFounded =
                    opened.snapshot().state().governance().firstRoster().isPresent();
            await(opened, new Command.FoundConsortium(roster.members()));
            State state = opened.snapshot().state();
            boolean isAsAgreed = wasFounded
                    || state.governance()
                            .firstRoster()
                            .map(RosterChange::members)
                            .equals(Optional.of(roster.members()));
            if (!isAsAgreed || state.member(opened.member()).isEmpty()) {
                throw new NodeFault(
                        NodeFault.NodeCode.FOUNDING_REFUSED,
                        Map.of("member", opened.member().text()),
                        null);
            }
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

    private static Cards cards(Path file) {
        try {
            return NetworkFile.read(file);
        } catch (IllegalArgumentException e) {
            throw new NodeFault(NodeFault.NodeCode.SETTING_WRONG, Map.of("network", file), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first one, and those that were made since. */
    static List<CertifiedKey> load(NodeHome home, String name) throws IOException {
        char[] password = StorePassword.find(home.keys());
        List<CertifiedKey> all = new ArrayList<>();
        for (Path folder : NodeKeys.folders(home.keys())) {
            Path file = folder.resolve(name);
            if (!all.isEmpty() && !Files.exists(file)) {
                // New keys whose making was cut short; no card has them.
                continue;
            }
            try {
                all.add(CertifiedKey.load(file, password));
            } catch (GeneralSecurityException e) {
                throw new KeyFault(KeyFault.KeyCode.NOT_A_KEY, Map.of("file", file), e);
            }
        }
        return all;
    }
}
