package org.vitaledger.ledger.hashgraph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.note.NoteSigner;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;
import org.vitaledger.core.sign.VerifyingKey;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.LedgerKeys;
import org.vitaledger.ledger.hashgraph.engine.EngineKeys;

/** The folders of members on loopback: each with its keys and the network configuration, and a ledger once it ran. */
final class Consortium {
    static final Signatures SIGNATURES = Signatures.platform();
    private static final String ORIGIN = "ledger.example/vitaledger";
    private static final String NEXT = "next";
    private static final String GOSSIP = "gossip.p12";
    private static final String TLS = "tls.p12";
    private static final char[] PASSWORD = "of a test".toCharArray();

    private static final int FIRST_PORT = 12_000;
    private static final int PORTS = 20_000;
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % PORTS));

    private final Path root;
    private Cards cards;

    private Consortium(Path root, Cards cards) {
        this.root = root;
        this.cards = cards;
    }

    /** Makes keys, and free ports on loopback, for {@code members}; the first is {@link World#HOSPITAL}. */
    static Consortium of(Path root, int members) {
        return of(root, Collections.nCopies(members, "127.0.0.1"));
    }

    /** The first members of {@code all}, which the network configuration of each is cut to. */
    static Consortium first(int members, Consortium all) {
        Cards some = new Cards(all.cards.log(), all.cards.all().subList(0, members));
        Consortium first = new Consortium(all.root, some);
        first.writeNetwork(members);
        return first;
    }

    /** Writes the network configuration of the first {@code members}. */
    void writeNetwork(int members) {
        for (int i = 0; i < members; i++) {
            NetworkFile.write(folder(i).resolve("network.properties"), cards);
        }
    }

    /** Gives some members a card of {@code member} with another certificate than its own. */
    void giveAnotherCard(int member, int... to) {
        Card own = cards.all().get(member);
        List<Card> all = new ArrayList<>(cards.all());
        all.set(
                member,
                new Card(
                        own.member(), own.gossip(), EngineKeys.generate().der(), own.endpoint(), own.tlsCertificate()));
        for (int each : to) {
            NetworkFile.write(folder(each).resolve("network.properties"), new Cards(cards.log(), all));
        }
    }

    /** The same for members with addresses of their own. */
    static Consortium of(Path root, List<String> hosts) {
        int members = hosts.size();
        try {
            SigningKey log = SIGNATURES.generate(SignatureType.ED25519.algorithm(), new SecureRandom());
            List<Card> all = new ArrayList<>();
            for (int i = 0; i < members; i++) {
                Path folder = Files.createDirectories(root.resolve("member-" + i));
                write(folder.resolve("log"), log);
                generate(folder);
                Card.Address gossip = new Card.Address(hosts.get(i), freePort());
                all.add(card(folder, id(i), gossip, new Card.Address(hosts.get(i), freePort())));
            }
            Consortium made = new Consortium(
                    root,
                    new Cards(ledgerKeys(root.resolve("member-0"), id(0)).log().verifierKey(), all));
            made.writeNetwork(members);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The card with the newest keys in {@code folder}. */
    private static Card card(Path folder, MemberId member, Card.Address gossip, Card.Address endpoint)
            throws IOException, GeneralSecurityException {
        return new Card(
                ledgerKeys(folder, member).member(),
                gossip,
                certified(folder, GOSSIP).der(),
                endpoint,
                certified(folder, TLS).der());
    }

    static MemberId id(int member) {
        return member == 0 ? World.HOSPITAL : new MemberId("member-" + member + ".example");
    }

    Network network() {
        return cards.founders();
    }

    Cards cards() {
        return cards;
    }

    /** Where the member's keys and configuration are. */
    Path folder(int member) {
        return root.resolve("member-" + member);
    }

    /** Where the member's ledger is. */
    Path ledger(int member) {
        return folder(member).resolve("ledger");
    }

    /** The keys in {@code folder}. */
    static HashgraphKeys keys(Path folder, MemberId member) throws IOException, GeneralSecurityException {
        List<LedgerKeys> ledger = new ArrayList<>();
        List<CertifiedKey> gossip = new ArrayList<>();
        List<CertifiedKey> tls = new ArrayList<>();
        for (Path each = folder; Files.exists(each); each = each.resolve(NEXT)) {
            ledger.add(ledgerKeys(each, member));
            gossip.add(certified(each, GOSSIP));
            tls.add(certified(each, TLS));
        }
        return new HashgraphKeys(ledger, gossip, tls);
    }

    /** Makes other keys for a member, of all kinds, which hold once the others agreed; all have its card then. */
    Member renew(int member) {
        try {
            Path next = Files.createDirectories(folder(member).resolve(NEXT));
            Files.copy(folder(member).resolve("log"), next.resolve("log"));
            generate(next);
            Card former = cards.all().get(member);
            Card renewed = card(next, id(member), former.gossip(), former.endpoint());
            int members = cards.founders().nodes().size();
            cards = cards.with(renewed);
            writeNetwork(members);
            return renewed.member();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void generate(Path folder) throws IOException, GeneralSecurityException {
        EngineKeys.generate().store(folder.resolve(GOSSIP), PASSWORD);
        EngineKeys.generate().store(folder.resolve(TLS), PASSWORD);
        write(
                folder.resolve("ed25519"),
                SIGNATURES.generate(SignatureType.COSIGNATURE_ED25519.algorithm(), new SecureRandom()));
        write(
                folder.resolve("ml-dsa-44"),
                SIGNATURES.generate(SignatureType.COSIGNATURE_ML_DSA_44.algorithm(), new SecureRandom()));
    }

    private static CertifiedKey certified(Path folder, String name) throws IOException, GeneralSecurityException {
        return CertifiedKey.load(folder.resolve(name), PASSWORD);
    }

    private static LedgerKeys ledgerKeys(Path folder, MemberId member) throws IOException {
        return new LedgerKeys(
                signer(folder.resolve("log"), ORIGIN, SignatureType.ED25519),
                signer(folder.resolve("ed25519"), member.text(), SignatureType.COSIGNATURE_ED25519),
                signer(folder.resolve("ml-dsa-44"), member.text(), SignatureType.COSIGNATURE_ML_DSA_44));
    }

    private static void write(Path file, SigningKey key) throws IOException {
        HexFormat hex = HexFormat.of();
        Files.writeString(
                file,
                key.verifyingKey().raw().hex() + "\n"
                        + hex.formatHex(key.privateKey().getEncoded()));
    }

    private static NoteSigner signer(Path file, String name, SignatureType type) throws IOException {
        List<String> halves = Files.readAllLines(file);
        VerifyingKey verifying = new VerifyingKey(type.algorithm(), Bytes.parseHex(halves.getFirst()));
        SigningKey key = SIGNATURES.signingKey(verifying, HexFormat.of().parseHex(halves.getLast()));
        return NoteSigner.of(name, type, key, SIGNATURES);
    }

    /** Below those that the system gives to connections, because a member that restarts needs its port again. */
    private static int freePort() throws IOException {
        for (int tries = 0; tries < PORTS; tries++) {
            int port = FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (BindException e) {
                // Somebody has it.
            }
        }
        throw new IOException("no port is free");
    }
}
