package org.vitaledger.node.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.node.keys.StorePassword;

/** What a fresh node tells of its first account. */
class FirstAccountIT {
    @TempDir
    Path home;

    @Test
    void tellsWhereThePasswordLiesWhileItIsThePassword() throws IOException {
        try (VitaNode node = start()) {
            Path file = node.firstPassword().orElseThrow();
            String password = StorePassword.fromFile(file);
            assertThat(node.api().passwords().open(VitaNode.ADMIN, password)).isPresent();

            assertThat(node.api().passwords().change(VitaNode.ADMIN, password, "seven grey herons"))
                    .isEmpty();
            assertThat(node.firstPassword()).isEmpty();
            Files.delete(file);
        }
        try (VitaNode node = start()) {
            assertThat(node.firstPassword()).isEmpty();
            assertThat(node.home().adminPassword()).doesNotExist();
        }
    }

    @Test
    void refusesAWeakPasswordFromTheFile() throws IOException {
        Files.createDirectories(home.resolve("keys"));
        Files.writeString(home.resolve("keys/admin.password"), "x");

        assertThatThrownBy(this::start).isInstanceOf(NodeFault.class).hasMessageContaining("VL-NODE-015");
    }

    private VitaNode start() throws IOException {
        String any = "127.0.0.1:0";
        return VitaNode.start(
                NodeConfig.of(home, Map.of("http", any, "mqtt", any, "mqtts", any)), InstantSource.system());
    }
}
