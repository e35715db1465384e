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
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.note.VerifierKey;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.journal.DurableFile;
import org.vitaledger.ledger.LedgerKeys;
import org.vitaledger.ledger.Roster;
import org.vitaledger.ledger.hashgraph.Card;
import org.vitaledger.ledger.hashgraph.Cards;
import org.vitaledger.ledger.hashgraph.CertifiedKey;
import org.vitaledger.ledger.hashgraph.NetworkFile;
import org.vitaledger.ledger.hashgraph.engine.EngineKeys;
import org.vitaledger.node.keys.KeyFault;
import org.vitaledger.node.keys.NodeKeys;
import org.vitaledger.node.keys.StorePassword;
import org.vitaledger.node.run.NodeConfig;
import org.vitaledger.node.run.NodeFault;
import org.vitaledger.node.run.OwnLedger;

/** Makes the folders of a new consortium's members: keys, who the others are, and settings. */
public final class NetworkFolders {
    /** The settings of a member, in its folder. */
    public static final String SETTINGS = "node.properties";

    private static final String NETWORK = "network.properties";
    private static final String LOG_KEY = "log.pem";

    /** What a new member sends to the others, in its folder. */
    public static final String CARD = "card.properties";

    /** How many ports, one after the other, a member has: API, MQTT, MQTT with TLS, consensus, members. */
    public static final int PORTS = 5;
    /** The most members whose keys and folders are made at once. */
    public static final int MOST_MEMBERS = 100;

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
            if (!VerifierKey.isName(origin)) {
                throw new IllegalArgumentException("a log's name has 1 to 255 bytes, no spaces and no plus");
            }
            int highest = 65_535 - PORTS * names.size() + 1;
            if (firstPort < 1 || firstPort > highest) {
                throw new IllegalArgumentException("the first port is from 1 to " + highest);
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

    /**
     * Makes the folder of a member that is to be admitted to a consortium, with its card.
     *
     * @param plan one name, the log's origin, and where the member listens
     * @param member the folder of one that is a member, for the network configuration and the log's key
     * @return the folder
     * @throws NodeFault VL-NODE-007 if there is a folder of that name already
     * @throws IllegalArgumentException if a member has that name or origin is another
     */
    public static Path join(Path directory, Plan plan, Path member, Signatures signatures) throws IOException {
        return new NetworkFolders(directory, plan, signatures).join(member);
    }

    /**
     * Adds a card to a network configuration; nothing changes if it is there already.
     *
     * @return whose it is, with the hash that the members vote on
     * @throws IllegalArgumentException if the card is of another log, or has a certificate of another member
     */
    public static Member add(Path card, Path network) throws IOException {
        Cards known = NetworkFile.read(network);
        Cards added = NetworkFile.read(card);
        if (!added.log().equals(known.log()) || added.all().size() != 1) {
            throw new IllegalArgumentException("a card has one member, of the same log");
        }
        Card one = added.all().getFirst();
        if (!known.all().contains(one)) {
            NetworkFile.write(network, known.with(one));
        }
        return one.member();
    }

    /**
     * Makes other keys and certificates for the member in {@code folder}, and a card with them to give to the others and to
     * propose: the file's name tells how many there are now. They hold once the others agreed.
     */
    public static Path renew(Path folder, Signatures signatures) throws IOException {
        Map<String, String> settings = NodeConfig.read(folder.resolve(SETTINGS));
        NodeConfig config = NodeConfig.of(folder, settings);
        Path network = folder.resolve(NETWORK);
        Cards known = NetworkFile.read(network);
        List<Card> cards = known.of(config.member());
        if (cards.isEmpty()) {
            throw new IllegalArgumentException("the network configuration lacks " + config.member());
        }
        Path keys = folder.resolve("keys");
        Path made = NodeKeys.renew(keys, config.member(), config.origin(), signatures);
        LedgerKeys newest = NodeKeys.open(keys, config.member(), config.origin(), signatures)
                .all()
                .getLast();
        Card former = cards.getLast();
        Card renewed = card(newest.member(), former.gossip(), former.endpoint(), made, StorePassword.find(keys));
        Path card = folder.resolve("card-" + made.getFileName() + ".properties");
        NetworkFile.write(card, new Cards(known.log(), List.of(renewed)));
        NetworkFile.write(network, known.with(renewed));
        return card;
    }

    /** Whose card it is. */
    public static Member member(Path card) throws IOException {
        return NetworkFile.read(card).all().getFirst().member();
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
        List<Card> cards = new ArrayList<>();
        LedgerKeys first = keys(folders.getFirst(), plan.names().getFirst());
        for (int i = 0; i < folders.size(); i++) {
            cards.add(card(i, folders.get(i), folders.getFirst()));
        }
        Cards network = new Cards(first.log().verifierKey(), cards);
        for (int i = 0; i < folders.size(); i++) {
            NetworkFile.write(folders.get(i).resolve(NETWORK), network);
            writeSettings(i, folders.get(i));
        }
        return folders;
    }

    private Path join(Path member) throws IOException {
        Cards known = NetworkFile.read(member.resolve(NETWORK));
        if (!known.log().name().equals(plan.origin())) {
            throw new IllegalArgumentException(
                    "the consortium's log is " + known.log().name());
        }
        if (!known.of(plan.names().getFirst()).isEmpty()) {
            throw new IllegalArgumentException("a member has that name");
        }
        Path folder = directory.resolve(plan.names().getFirst().text());
        if (Files.exists(folder)) {
            throw new NodeFault(NodeFault.NodeCode.FOLDER_EXISTS, Map.of("folder", folder), null);
        }
        Card card = card(0, folder, member);
        NetworkFile.write(folder.resolve(CARD), new Cards(known.log(), List.of(card)));
        NetworkFile.write(folder.resolve(NETWORK), known.with(card));
        writeSettings(0, folder);
        return folder;
    }

    private LedgerKeys keys(Path folder, MemberId member) throws IOException {
        return NodeKeys.open(Files.createDirectories(folder.resolve("keys")), member, plan.origin(), signatures)
                .ledger();
    }

    /** @param place counts the plan's members from 0 */
    private Card card(int place, Path folder, Path first) throws IOException {
        Path keys = Files.createDirectories(folder.resolve("keys"));
        if (!folder.equals(first)) {
            // The log's key is the same at every member.
            DurableFile.replacePrivate(
                    keys.resolve(LOG_KEY),
                    Files.readAllBytes(first.resolve("keys").resolve(LOG_KEY)));
        }
        return card(
                keys(folder, plan.names().get(place)).member(),
                new Card.Address(plan.host(), plan.port(place, 3)),
                new Card.Address(plan.host(), plan.port(place, 4)),
                keys,
                StorePassword.find(keys));
    }

    /** With new certificates, whose keys are in {@code folder} then. */
    private static Card card(Member member, Card.Address gossip, Card.Address endpoint, Path folder, char[] password)
            throws IOException {
        Bytes signs = certificate(folder.resolve(OwnLedger.GOSSIP_KEY), password);
        Bytes shows = certificate(folder.resolve(OwnLedger.MEMBER_TLS_KEY), password);
        return new Card(member, gossip, signs, endpoint, shows);
    }

    private static Bytes certificate(Path file, char[] password) throws IOException {
        try {
            CertifiedKey made = EngineKeys.generate();
            made.store(file, password);
            return made.der();
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
