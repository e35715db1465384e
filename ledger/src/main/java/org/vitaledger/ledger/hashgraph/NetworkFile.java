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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.VerifierKey;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.VerifyingKey;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.journal.DurableFile;

/**
 * The network configuration as a file of Java properties. Cards are named by numbers, keys and certificates are Base64:
 *
 * <pre>
 * log=(the log's vkey)
 * cards=1 2
 * 1.member=a.example
 * 1.gossip=192.0.2.1:8481
 * 1.endpoint=192.0.2.1:8482
 * 1.ed25519=...
 * 1.ml-dsa-44=...
 * 1.gossip-certificate=...
 * 1.tls-certificate=...
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
    public static Cards read(Path file) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Files.readString(file)));
        try {
            List<Card> cards = new ArrayList<>();
            StringTokenizer names = new StringTokenizer(value(properties, "cards"));
            while (names.hasMoreTokens()) {
                cards.add(card(properties, names.nextToken()));
            }
            return new Cards(VerifierKey.parse(value(properties, "log")), cards);
        } catch (NoteRejected e) {
            throw new IllegalArgumentException("the log's key is not a vkey", e);
        }
    }

    private static Card card(Properties properties, String name) {
        Member member = new Member(
                new MemberId(value(properties, name + ".member")),
                new VerifyingKey(Algorithm.ED25519, bytes(properties, name + ".ed25519")),
                new VerifyingKey(Algorithm.ML_DSA_44, bytes(properties, name + ".ml-dsa-44")));
        return new Card(
                member,
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

    private static Card.Address address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("an address is HOST:PORT");
        }
        return new Card.Address(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    /** Writes {@code cards} to {@code file}. */
    public static void write(Path file, Cards cards) {
        StringBuilder text = new StringBuilder();
        line(text, "log", cards.log().text());
        int count = cards.all().size();
        line(
                text,
                "cards",
                IntStream.rangeClosed(1, count).mapToObj(Integer::toString).collect(Collectors.joining(" ")));
        for (int name = 1; name <= count; name++) {
            Card card = cards.all().get(name - 1);
            line(text, name + ".member", card.member().id().text());
            line(text, name + ".gossip", card.gossip().toString());
            line(text, name + ".endpoint", card.endpoint().toString());
            line(text, name + ".ed25519", base64(card.member().ed25519().raw()));
            line(text, name + ".ml-dsa-44", base64(card.member().mlDsa44().raw()));
            line(text, name + ".gossip-certificate", base64(card.gossipCertificate()));
            line(text, name + ".tls-certificate", base64(card.tlsCertificate()));
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
