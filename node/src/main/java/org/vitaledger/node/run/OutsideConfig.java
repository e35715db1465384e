package org.vitaledger.node.run;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.VerifierKey;
import org.vitaledger.ledger.witness.WitnessClient;

/**
 * Who outside of the consortium is told of checkpoints.
 *
 * @param witnesses cosign each (C2SP tlog-witness)
 * @param authority stamps some (RFC 3161)
 */
public record OutsideConfig(List<WitnessClient.Place> witnesses, Optional<Authority> authority) {
    static final String WITNESS_URL = "witness.url";
    static final String WITNESS_KEY = "witness.key";
    static final String WITNESS_SIGNATURES = "witness.signatures";
    static final String TSA_URL = "tsa.url";
    static final String TSA_CERTIFICATE = "tsa.certificate";
    static final String TSA_SECONDS = "tsa.seconds";
    private static final int LONGEST_SECONDS = 31_536_000;

    /**
     * A time stamping authority.
     *
     * @param address where it answers
     * @param certificate the file with the certificate that it signs with, PEM
     * @param interval from one stamp to the next
     */
    public record Authority(URI address, Path certificate, Duration interval) {}

    /** @throws NodeFault VL-NODE-002 if a setting makes no sense, or stands without the one that belongs to it */
    static OutsideConfig of(Settings settings) {
        List<WitnessClient.Shown> shown = settings.parse(WITNESS_SIGNATURES, OutsideConfig::shown);
        Duration interval = settings.parse(TSA_SECONDS, OutsideConfig::seconds);
        return new OutsideConfig(
                isSet(settings, WITNESS_URL, WITNESS_KEY) ? witnesses(settings, shown) : List.of(),
                isSet(settings, TSA_URL, TSA_CERTIFICATE)
                        ? Optional.of(new Authority(
                                settings.parse(TSA_URL, OutsideConfig::address),
                                settings.parse(TSA_CERTIFICATE, Path::of),
                                interval))
                        : Optional.empty());
    }

    /** A cosignature counts under any of the keys. */
    private static List<WitnessClient.Place> witnesses(Settings settings, List<WitnessClient.Shown> shown) {
        List<URI> addresses = settings.parse(
                WITNESS_URL, text -> words(text).map(OutsideConfig::address).toList());
        List<VerifierKey> keys = settings.parse(WITNESS_KEY, OutsideConfig::keys);
        settings.parse(WITNESS_SIGNATURES, _ -> {
            if (shown.size() != 1 && shown.size() != addresses.size()) {
                throw new IllegalArgumentException("one word for all witnesses, or one for each");
            }
            return shown;
        });
        return IntStream.range(0, addresses.size())
                .mapToObj(i -> new WitnessClient.Place(addresses.get(i), keys, shown.get(i % shown.size())))
                .toList();
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+", 0));
    }

    private static boolean isSet(Settings settings, String first, String second) {
        return settings.parse(first, value -> {
            if (value.isEmpty() != settings.text(second).isEmpty()) {
                throw new IllegalArgumentException(first + " and " + second + " belong together");
            }
            return !value.isEmpty();
        });
    }

    private static URI address(String text) {
        URI address = URI.create(text);
        String scheme = address.getScheme();
        if (scheme == null || !scheme.matches("https?") || address.getHost() == null) {
            throw new IllegalArgumentException("an address outside is http://HOST/PATH or https://HOST/PATH");
        }
        return address;
    }

    private static List<VerifierKey> keys(String text) {
        List<VerifierKey> keys = new ArrayList<>();
        try {
            for (String key : words(text).toList()) {
                keys.add(VerifierKey.parse(key));
            }
        } catch (NoteRejected e) {
            throw new IllegalArgumentException(WITNESS_KEY + " holds verifier keys, between spaces", e);
        }
        return keys;
    }

    /** One for all, or one for each. */
    private static List<WitnessClient.Shown> shown(String text) {
        return words(text)
                .map(word -> switch (word) {
                    case "members" -> WitnessClient.Shown.MEMBERS;
                    case "log" -> WitnessClient.Shown.LOG;
                    default -> throw new IllegalArgumentException("members or log");
                })
                .toList();
    }

    private static Duration seconds(String text) {
        int seconds = Integer.parseInt(text);
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            throw new IllegalArgumentException("from 1 to " + LONGEST_SECONDS + " seconds");
        }
        return Duration.ofSeconds(seconds);
    }
}
