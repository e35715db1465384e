package org.vitaledger.ledger.hashgraph;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.StringTokenizer;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.VerifierKey;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.VerifyingKey;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.journal.DurableFile;

/**
 * The network configuration as a file of Java properties, the same at every member. Keys and certificates are Base64:
 *
 * <pre>
 * log=(the log's vkey)
 * members=a.example b.example
 * a.example.node=0
 * a.example.gossip=192.0.2.1:8481
 * a.example.endpoint=192.0.2.1:8482
 * a.example.ed25519=...
 * a.example.ml-dsa-44=...
 * a.example.gossip-certificate=...
 * a.example.tls-certificate=...
 * </pre>
 */
public final class NetworkFile {
    private NetworkFile() {}

    /**
     * Reads {@code file}.
     *
     * @throws IOException if it can't be read
     * @throws IllegalArgumentException if something in it is missing or wrong
     */
    public static Network read(Path file) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Files.readString(file)));
        try {
            List<Network.Node> nodes = new ArrayList<>();
            StringTokenizer names = new StringTokenizer(value(properties, "members"));
            while (names.hasMoreTokens()) {
                nodes.add(node(properties, names.nextToken()));
            }
            return new Network(VerifierKey.parse(value(properties, "log")), nodes);
        } catch (NoteRejected e) {
            throw new IllegalArgumentException("the log's key is not a vkey", e);
        }
    }

    private static Network.Node node(Properties properties, String name) {
        Member member = new Member(
                new MemberId(name),
                new VerifyingKey(Algorithm.ED25519, bytes(properties, name + ".ed25519")),
                new VerifyingKey(Algorithm.ML_DSA_44, bytes(properties, name + ".ml-dsa-44")));
        return new Network.Node(
                member,
                Long.parseLong(value(properties, name + ".node")),
                address(value(properties, name + ".gossip")),
                bytes(properties, name + ".gossip-certificate"),
                address(value(properties, name + ".endpoint")),
                bytes(properties, name + ".tls-certificate"));
    }

    private static String value(Properties properties, String key) {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("the network configuration lacks " + key);
        }
        return value;
    }

    private static Bytes bytes(Properties properties, String key) {
        return Bytes.of(Base64.getDecoder().decode(value(properties, key)));
    }

    private static Network.Address address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("an address is HOST:PORT");
        }
        return new Network.Address(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    /** Writes {@code network} to {@code file}. */
    public static void write(Path file, Network network) {
        StringBuilder text = new StringBuilder();
        line(text, "log", network.log().text());
        line(
                text,
                "members",
                String.join(
                        " ",
                        network.nodes().stream()
                                .map(node -> node.member().id().text())
                                .toList()));
        for (Network.Node node : network.nodes()) {
            String name = node.member().id().text();
            line(text, name + ".node", Long.toString(node.id()));
            line(
                    text,
                    name + ".gossip",
                    node.gossip().host() + ":" + node.gossip().port());
            line(
                    text,
                    name + ".endpoint",
                    node.endpoint().host() + ":" + node.endpoint().port());
            line(text, name + ".ed25519", base64(node.member().ed25519().raw()));
            line(text, name + ".ml-dsa-44", base64(node.member().mlDsa44().raw()));
            line(text, name + ".gossip-certificate", base64(node.gossipCertificate()));
            line(text, name + ".tls-certificate", base64(node.tlsCertificate()));
        }
        DurableFile.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append('=').append(value).append('\n');
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }
}
