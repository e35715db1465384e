package org.vitaledger.node.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.journal.DurableFile;
import org.vitaledger.ledger.LedgerKeys;
import org.vitaledger.ledger.Roster;
import org.vitaledger.ledger.hashgraph.CertifiedKey;
import org.vitaledger.ledger.hashgraph.Network;
import org.vitaledger.ledger.hashgraph.NetworkFile;
import org.vitaledger.ledger.hashgraph.engine.EngineKeys;
import org.vitaledger.node.keys.KeyFault;
import org.vitaledger.node.keys.NodeKeys;
import org.vitaledger.node.keys.StorePassword;
import org.vitaledger.node.run.NodeFault;
import org.vitaledger.node.run.OwnLedger;

/** Makes the folders of a new consortium's members: keys, who the others are, and settings. */
public final class NetworkFolders {
    /** The settings of a member, in its folder. */
    public static final String SETTINGS = "node.properties";

    private static final String NETWORK = "network.properties";
    private static final String LOG_KEY = "log.pem";

    /** How many ports, one after the other, a member has: API, MQTT, MQTT with TLS, consensus, members. */
    public static final int PORTS = 5;

    private final Path directory;
    private final Plan plan;
    private final Signatures signatures;

    /**
     * What to make.
     *
     * @param names the members, at least one
     * @param origin the name of the log
     * @param host where all of them listen
     * @param firstPort of the first member's five ports, which follow each other; the next member's are behind them
     */
    public record Plan(List<MemberId> names, String origin, String host, int firstPort) {
        public Plan {
            names = List.copyOf(names);
            if (names.isEmpty() || names.stream().distinct().count() < names.size()) {
                throw new IllegalArgumentException("members have names of their own");
            }
        }

        int port(int member, int offset) {
            return firstPort + PORTS * member + offset;
        }
    }

    private NetworkFolders(Path directory, Plan plan, Signatures signatures) {
        this.directory = directory;
        this.plan = plan;
        this.signatures = signatures;
    }

    /**
     * Makes one folder a member below {@code directory}, named by the member.
     *
     * @return the folders, in the order of the members
     * @throws NodeFault VL-NODE-007 if there is a folder of one already
     */
    public static List<Path> make(Path directory, Plan plan, Signatures signatures) throws IOException {
        return new NetworkFolders(directory, plan, signatures).make();
    }

    /** The names that a demonstration gives so many members. */
    public static List<MemberId> names(int members) {
        return IntStream.rangeClosed(1, members)
                .mapToObj(i -> new MemberId("hospital-" + i + ".example"))
                .toList();
    }

    /** Who the members are, from the folder of one. */
    public static Roster roster(Path folder) throws IOException {
        return NetworkFile.read(folder.resolve(NETWORK)).roster();
    }

    private List<Path> make() throws IOException {
        List<Path> folders = new ArrayList<>();
        for (MemberId name : plan.names()) {
            Path folder = directory.resolve(name.text());
            if (Files.exists(folder)) {
                throw new NodeFault(NodeFault.NodeCode.FOLDER_EXISTS, Map.of("folder", folder), null);
            }
            folders.add(folder);
        }
        List<Network.Node> nodes = new ArrayList<>();
        LedgerKeys first = keys(folders.getFirst(), plan.names().getFirst());
        for (int i = 0; i < folders.size(); i++) {
            nodes.add(node(i, folders.get(i), folders.getFirst()));
        }
        Network network = new Network(first.log().verifierKey(), nodes);
        for (int i = 0; i < folders.size(); i++) {
            NetworkFile.write(folders.get(i).resolve(NETWORK), network);
            writeSettings(i, folders.get(i));
        }
        return folders;
    }

    private LedgerKeys keys(Path folder, MemberId member) throws IOException {
        return NodeKeys.open(Files.createDirectories(folder.resolve("keys")), member, plan.origin(), signatures)
                .ledger();
    }

    private Network.Node node(int index, Path folder, Path first) throws IOException {
        Path keys = Files.createDirectories(folder.resolve("keys"));
        if (index > 0) {
            // The log's key is the same at every member.
            DurableFile.replacePrivate(
                    keys.resolve(LOG_KEY),
                    Files.readAllBytes(first.resolve("keys").resolve(LOG_KEY)));
        }
        char[] password = StorePassword.find(keys);
        CertifiedKey gossip = store(keys.resolve(OwnLedger.GOSSIP_KEY), index, password);
        CertifiedKey tls = store(keys.resolve(OwnLedger.MEMBER_TLS_KEY), index, password);
        return new Network.Node(
                keys(folder, plan.names().get(index)).member(),
                index,
                new Network.Address(plan.host(), plan.port(index, 3)),
                gossip.der(),
                new Network.Address(plan.host(), plan.port(index, 4)),
                tls.der());
    }

    private static CertifiedKey store(Path file, int node, char[] password) throws IOException {
        try {
            CertifiedKey made = EngineKeys.generate(node);
            made.store(file, password);
            return made;
        } catch (GeneralSecurityException e) {
            throw new KeyFault(KeyFault.KeyCode.UNREADABLE, Map.of("file", file), e);
        }
    }

    private void writeSettings(int index, Path folder) throws IOException {
        String at = "=" + plan.host() + ":";
        List<String> lines = List.of(
                "member=" + plan.names().get(index).text(),
                "origin=" + plan.origin(),
                "network=" + NETWORK,
                "bind=" + plan.host(),
                "http" + at + plan.port(index, 0),
                "mqtt" + at + plan.port(index, 1),
                "mqtts" + at + plan.port(index, 2));
        Files.write(folder.resolve(SETTINGS), lines, StandardOpenOption.CREATE_NEW);
    }
}
