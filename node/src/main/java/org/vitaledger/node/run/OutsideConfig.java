package org.vitaledger.node.run;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.VerifierKey;
import org.vitaledger.ledger.witness.WitnessClient;

/**
 * Who outside of the consortium is told of checkpoints.
 *
 * @param witness cosigns each (C2SP tlog-witness)
 * @param authority stamps some (RFC 3161)
 */
public record OutsideConfig(Optional<WitnessClient.Place> witness, Optional<Authority> authority) {
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
        WitnessClient.Shown shown = settings.parse(WITNESS_SIGNATURES, OutsideConfig::shown);
        Duration interval = settings.parse(TSA_SECONDS, OutsideConfig::seconds);
        return new OutsideConfig(
                isSet(settings, WITNESS_URL, WITNESS_KEY)
                        ? Optional.of(new WitnessClient.Place(
                                settings.parse(WITNESS_URL, OutsideConfig::address),
                                settings.parse(WITNESS_KEY, OutsideConfig::keys),
                                shown))
                        : Optional.empty(),
                isSet(settings, TSA_URL, TSA_CERTIFICATE)
                        ? Optional.of(new Authority(
                                settings.parse(TSA_URL, OutsideConfig::address),
                                settings.parse(TSA_CERTIFICATE, Path::of),
                                interval))
                        : Optional.empty());
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
            for (String key : text.strip().split("\\s+", 0)) {
                keys.add(VerifierKey.parse(key));
            }
        } catch (NoteRejected e) {
            throw new IllegalArgumentException(WITNESS_KEY + " holds verifier keys, between spaces", e);
        }
        return keys;
    }

    private static WitnessClient.Shown shown(String text) {
        return switch (text) {
            case "members" -> WitnessClient.Shown.MEMBERS;
            case "log" -> WitnessClient.Shown.LOG;
            default -> throw new IllegalArgumentException("members or log");
        };
    }

    private static Duration seconds(String text) {
        int seconds = Integer.parseInt(text);
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            throw new IllegalArgumentException("from 1 to " + LONGEST_SECONDS + " seconds");
        }
        return Duration.ofSeconds(seconds);
    }
}
