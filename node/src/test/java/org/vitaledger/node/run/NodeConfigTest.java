package org.vitaledger.node.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                "witness.url ftp://example.org",
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
