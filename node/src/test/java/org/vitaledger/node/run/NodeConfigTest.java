package org.vitaledger.node.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.ledger.witness.WitnessClient;
import org.vitaledger.ledger.witness.WitnessClient.Shown;
import org.vitaledger.node.keys.WitnessKeys;

class NodeConfigTest {
    private static final Path HOME = Path.of("home");

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "http nonsense",
                "http 127.0.0.1:http",
                "http 127.0.0.1:70000",
                "mqtt host.invalid:1883",
                "mqtts :8883",
                "member Not-A-Member!",
                "gateway a/b",
                "commit.linger 1",
                "commit.linger -5ms",
                "commit.linger 61s",
                "origin a+b",
                "bind host.invalid",
                "events 0",
                "events -1",
                "events 1001",
                "events many",
                "tsa.seconds -1",
                "tsa.seconds 0",
                "tsa.seconds 9223372036854775807",
                "witness.url ftp://example.org",
                "witness.signatures none",
                "tsa.url http://example.org"
            })
    void namesTheSettingAndTheValueThatMakeNoSense(String setting, String value) {
        assertThatExceptionOfType(NodeFault.class)
                .isThrownBy(() -> NodeConfig.of(HOME, Map.of(setting, value)))
                .withMessageContaining("VL-NODE-002")
                .withMessageContaining(setting)
                .withMessageContaining(value);
    }

    @Test
    void takesSeveralWitnesses(@TempDir Path folder) {
        String key = WitnessKeys.open(folder.resolve("key.pem"), "witness.example/w1", Signatures.platform())
                .signers()
                .getFirst()
                .verifierKey()
                .text();
        Map<String, String> two = Map.of("witness.url", "http://a.example/ https://b.example/w", "witness.key", key);
        assertThat(shown(two, "members log")).containsExactly(Shown.MEMBERS, Shown.LOG);
        assertThat(shown(two, "log")).containsExactly(Shown.LOG, Shown.LOG);
        assertThatExceptionOfType(NodeFault.class)
                .isThrownBy(() -> shown(two, "log log log"))
                .withMessageContaining("witness.signatures");
    }

    private static List<Shown> shown(Map<String, String> settings, String signatures) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("witness.signatures", signatures);
        return NodeConfig.of(HOME, all).outside().witnesses().stream()
                .map(WitnessClient.Place::shown)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"1:2:3", "nonsense", "127.0.0.1:http", "127.0.0.1:70000", ":8883", "::1:8470", "'host name:1'"})
    void saysWhatAnAddressLooksLike(String value) {
        for (String setting : List.of("http", "mqtt", "mqtts")) {
            assertThatExceptionOfType(NodeFault.class)
                    .isThrownBy(() -> NodeConfig.of(HOME, Map.of(setting, value)))
                    .withMessageContaining("VL-NODE-002")
                    .withMessageContaining(value)
                    .withMessageContaining("HOST:PORT");
        }
    }

    @Test
    void takesAnAddressOfIpVersion6InBrackets() {
        InetSocketAddress http =
                NodeConfig.of(HOME, Map.of("http", "[::1]:8470")).http();
        assertThat(http.getAddress()).isInstanceOf(Inet6Address.class);
        assertThat(http.getPort()).isEqualTo(8470);
    }

    @Test
    void takesNoBlankForANameOrAHost() {
        for (String setting : List.of("origin", "bind")) {
            assertThatExceptionOfType(NodeFault.class)
                    .isThrownBy(() -> NodeConfig.of(HOME, Map.of(setting, " ")))
                    .withMessageContaining("VL-NODE-002")
                    .withMessageContaining(setting);
        }
    }

    @Test
    void saysThatAFileIsNotAFileOfSettings(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("node.properties"), new byte[] {0x6d, (byte) 0xff, (byte) 0xfe, 0});
        assertThatExceptionOfType(NodeFault.class)
                .isThrownBy(() -> NodeConfig.read(file))
                .withMessageContaining("VL-NODE-009")
                .withMessageContaining("node.properties");
        Path escapes = Files.writeString(folder.resolve("escapes.properties"), "member = \\u00g1");
        assertThatExceptionOfType(NodeFault.class)
                .isThrownBy(() -> NodeConfig.read(escapes))
                .withMessageContaining("VL-NODE-009");
    }

    @Test
    void hasADefaultForEverySetting() {
        NodeConfig config = NodeConfig.of(HOME, Map.of());
        assertThat(config.origin()).isEqualTo("hospital-a.example/vitaledger");
        assertThat(config.consortium()).isEmpty();
        assertThat(config.commitLinger()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void takesTimesWithTheirUnit() {
        assertThat(NodeConfig.of(HOME, Map.of("commit.linger", "250 ms")).commitLinger())
                .isEqualTo(Duration.ofMillis(250));
        assertThat(NodeConfig.of(HOME, Map.of("commit.linger", "0s")).commitLinger())
                .isZero();
    }
}
