package org.vitaledger.node.run;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitaledger.core.governance.Parameter;
import org.vitaledger.core.note.VerifierKey;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.MemberId;

/**
 * How a node runs. Every setting has a default; a file of Java properties changes them, and unknown ones are refused.
 *
 * @param home the folder with everything that the node keeps
 * @param member the institution
 * @param origin the name of the log (C2SP tlog-checkpoint)
 * @param gateway the name of the gateway in this process
 * @param http where the API listens
 * @param mqtt where the ingest endpoint listens without TLS, for loopback and for networks that are safe otherwise
 * @param mqtts where it listens with TLS
 * @param commitLinger how long an accepted pack waits for others, to be committed with them
 * @param outside who is told of checkpoints
 * @param consortium the ledger's other members, or empty for a ledger of this member alone
 */
public record NodeConfig(
        Path home,
        MemberId member,
        String origin,
        String gateway,
        InetSocketAddress http,
        InetSocketAddress mqtt,
        InetSocketAddress mqtts,
        Duration commitLinger,
        OutsideConfig outside,
        Optional<Consortium> consortium) {
    private static final Pattern ADDRESS = Pattern.compile("(\\[[^\\[\\]\\s]+]|[^:\\[\\]\\s]+):([0-9]{1,5})");
    private static final int HIGHEST_PORT = 65_535;
    private static final int MOST_EVENTS = 1_000;
    private static final Pattern TIME = Pattern.compile("([0-9]{1,5}) ?(ms|s)");
    private static final String NO_ADDRESS = "the host has no address on this machine's network";
    private static final Duration LONGEST_LINGER = Duration.ofMinutes(1);
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            entry("member", "hospital-a.example"),
            entry("origin", ""),
            entry("gateway", "edge-1"),
            entry("http", "127.0.0.1:8470"),
            entry("mqtt", "127.0.0.1:1883"),
            entry("mqtts", "127.0.0.1:8883"),
            entry("commit.linger", "1 s"),
            entry("network", ""),
            entry("bind", "0.0.0.0"),
            entry("events", "30"),
            entry(OutsideConfig.WITNESS_URL, ""),
            entry(OutsideConfig.WITNESS_KEY, ""),
            entry(OutsideConfig.WITNESS_SIGNATURES, "members"),
            entry(OutsideConfig.TSA_URL, ""),
            entry(OutsideConfig.TSA_CERTIFICATE, ""),
            entry(OutsideConfig.TSA_SECONDS, "3600"));

    /**
     * A ledger with other members.
     *
     * @param network the file that {@code vitaledger network init} writes, the same at every member
     * @param bind the address that the consensus engine and the members' endpoint listen on
     * @param eventsPerSecond the most events that the consensus engine makes: more shorten the wait for consensus and cost
     *     CPU time
     */
    public record Consortium(Path network, String bind, int eventsPerSecond) {
        private static Optional<Consortium> of(Path home, Settings settings) {
            Path network = settings.parse("network", home::resolve);
            String bind = settings.parse("bind", NodeConfig::host);
            int events = settings.parse("events", Consortium::events);
            return settings.text("network").isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Consortium(network, bind, events));
        }

        private static int events(String text) {
            int events = Integer.parseInt(text);
            if (events < 1 || events > MOST_EVENTS) {
                throw new IllegalArgumentException("from 1 to " + MOST_EVENTS + " events a second");
            }
            return events;
        }
    }

    /** The names of all settings. */
    public static Set<String> names() {
        return new TreeSet<>(DEFAULTS.keySet());
    }

    /** The defaults, and what {@code changed} changes; a relative path is one in {@code home}. */
    public static NodeConfig of(Path home, Map<String, String> changed) {
        Set<String> unknown = new TreeSet<>(changed.keySet());
        unknown.removeAll(DEFAULTS.keySet());
        if (!unknown.isEmpty()) {
            throw new NodeFault(
                    NodeFault.NodeCode.SETTING_UNKNOWN, Map.of("settings", unknown, "known", names()), null);
        }
        Map<String, String> all = new HashMap<>(DEFAULTS);
        all.putAll(changed);
        Settings settings = new Settings(all);
        MemberId member = settings.parse("member", MemberId::new);
        return new NodeConfig(
                home,
                member,
                settings.parse("origin", text -> origin(text, member)),
                settings.parse("gateway", name -> new GatewayId(member, name).name()),
                settings.parse("http", NodeConfig::listening),
                settings.parse("mqtt", NodeConfig::listening),
                settings.parse("mqtts", NodeConfig::listening),
                settings.parse("commit.linger", NodeConfig::linger),
                OutsideConfig.of(settings),
                Consortium.of(home, settings));
    }

    private static Duration linger(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a time is 250 ms or 1 s");
        }
        int number = Integer.parseInt(matcher.group(1));
        Duration linger = matcher.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
        if (linger.compareTo(LONGEST_LINGER) > 0) {
            throw new IllegalArgumentException("packs wait for a minute at most");
        }
        return linger;
    }

    private static String origin(String text, MemberId member) {
        String origin = text.isEmpty() ? member.text() + "/vitaledger" : text;
        if (!VerifierKey.isName(origin)) {
            throw new IllegalArgumentException("a log's name has 1 to 255 bytes, no spaces and no plus");
        }
        return origin;
    }

    private static String host(String text) {
        if (text.isBlank() || new InetSocketAddress(text, 0).isUnresolved()) {
            throw new IllegalArgumentException(NO_ADDRESS);
        }
        return text;
    }

    private static InetSocketAddress listening(String text) {
        InetSocketAddress address = address(text);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(NO_ADDRESS);
        }
        return address;
    }

    /**
     * How old the ledger's last block may be at most for reads to be decided by it, the members' decision aside; empty where
     * nobody else could be ahead.
     */
    public Optional<Duration> staleness() {
        return consortium.map(others -> Duration.ofSeconds(Parameter.ACCESS_STALENESS.most()));
    }

    /**
     * The settings of a file of Java properties.
     *
     * @throws NodeFault VL-NODE-009 if the file is not that
     */
    public static Map<String, String> read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw new NodeFault(NodeFault.NodeCode.SETTINGS_UNREADABLE, Map.of("file", file), e);
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }

    /** The gateway in this process. */
    public GatewayId gatewayId() {
        return new GatewayId(member, gateway);
    }

    /**
     * An address of the form HOST:PORT.
     *
     * @throws IllegalArgumentException if it has another form; a host that nobody knows is left unresolved
     */
    public static InetSocketAddress address(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > HIGHEST_PORT) {
            throw new IllegalArgumentException(
                    "an address is HOST:PORT, with a port from 0 to 65535; an IPv6 address stands in [ ]");
        }
        return new InetSocketAddress(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }
}
