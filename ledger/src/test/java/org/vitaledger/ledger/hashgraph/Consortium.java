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
    private static final char[] PASSWORD = "of a test".toCharArray();

    private static final int FIRST_PORT = 12_000;
    private static final int PORTS = 20_000;
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % PORTS));

    private final Path root;
    private final Network network;

    private Consortium(Path root, Network network) {
        this.root = root;
        this.network = network;
    }

    /** Makes keys, and free ports on loopback, for {@code members}; the first is {@link World#HOSPITAL}. */
    static Consortium of(Path root, int members) {
        return of(root, Collections.nCopies(members, "127.0.0.1"));
    }

    /** The first members of {@code all}, which the network configuration of each is cut to. */
    static Consortium first(int members, Consortium all) {
        Network some = new Network(all.network.log(), all.network.nodes().subList(0, members));
        Consortium first = new Consortium(all.root, some);
        first.writeNetwork(members);
        return first;
    }

    /** Writes the network configuration of the first {@code members}. */
    void writeNetwork(int members) {
        for (int i = 0; i < members; i++) {
            NetworkFile.write(folder(i).resolve("network.properties"), network);
        }
    }

    /** The same for members with addresses of their own. */
    static Consortium of(Path root, List<String> hosts) {
        int members = hosts.size();
        try {
            SigningKey log = SIGNATURES.generate(SignatureType.ED25519.algorithm(), new SecureRandom());
            List<Network.Node> nodes = new ArrayList<>();
            for (int i = 0; i < members; i++) {
                Path folder = Files.createDirectories(root.resolve("member-" + i));
                CertifiedKey gossip = EngineKeys.generate(i);
                CertifiedKey tls = EngineKeys.generate(i);
                gossip.store(folder.resolve("gossip.p12"), PASSWORD);
                tls.store(folder.resolve("tls.p12"), PASSWORD);
                write(folder.resolve("log"), log);
                generate(folder);
                nodes.add(new Network.Node(
                        ledgerKeys(folder, id(i)).member(),
                        i,
                        new Network.Address(hosts.get(i), freePort()),
                        gossip.der(),
                        new Network.Address(hosts.get(i), freePort()),
                        tls.der()));
            }
            Network network = new Network(
                    ledgerKeys(root.resolve("member-0"), id(0)).log().verifierKey(), nodes);
            Consortium made = new Consortium(root, network);
            made.writeNetwork(members);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static MemberId id(int member) {
        return member == 0 ? World.HOSPITAL : new MemberId("member-" + member + ".example");
    }

    Network network() {
        return network;
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
        Path next = folder.resolve(NEXT);
        return new HashgraphKeys(
                ledgerKeys(folder, member),
                Files.exists(next) ? List.of(ledgerKeys(next, member)) : List.of(),
                CertifiedKey.load(folder.resolve("gossip.p12"), PASSWORD),
                CertifiedKey.load(folder.resolve("tls.p12"), PASSWORD));
    }

    /** Makes other keys for a member, which hold once the others agreed; the member as it is then. */
    Member renew(int member) {
        try {
            Path next = Files.createDirectories(folder(member).resolve(NEXT));
            Files.copy(folder(member).resolve("log"), next.resolve("log"));
            generate(next);
            return ledgerKeys(next, id(member)).member();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void generate(Path folder) throws IOException {
        write(
                folder.resolve("ed25519"),
                SIGNATURES.generate(SignatureType.COSIGNATURE_ED25519.algorithm(), new SecureRandom()));
        write(
                folder.resolve("ml-dsa-44"),
                SIGNATURES.generate(SignatureType.COSIGNATURE_ML_DSA_44.algorithm(), new SecureRandom()));
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
