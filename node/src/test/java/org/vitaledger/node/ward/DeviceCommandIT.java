package org.vitaledger.node.ward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.node.cli.CommandLineProgram;
import org.vitaledger.node.cli.ExitCode;

/** {@code vitaledger device} beside a running node. */
class DeviceCommandIT {
    private static LiveWard ward;

    @BeforeAll
    static void open(@TempDir Path home) throws IOException, InterruptedException {
        ward = new LiveWard(home);
    }

    @AfterAll
    static void close() {
        ward.close();
    }

    @Test
    void enrolsVirtualDevicesThatDeliver() {
        long before = ward.node.ledger().snapshot().size();
        assertThat(device(ward.node.api().base(), ward.token(ward.operator), "--seconds", "2", "--pace", "600"))
                .isEqualTo(ExitCode.YES);
        assertThat(ward.node.ledger().snapshot().size()).isGreaterThan(before);
    }

    @Test
    void tellsOfARefusedTokenAndOfANodeThatIsNotThere() {
        assertThat(device(ward.node.api().base(), "rubbish")).isEqualTo(ExitCode.FAULT);
        assertThat(device(ward.node.api().base(), ward.token(ward.auditor))).isEqualTo(ExitCode.FAULT);
        assertThat(device("http://localhost:1", "rubbish")).isEqualTo(ExitCode.FAULT);
    }

    private static int device(String api, String token, String... options) {
        List<String> command = new ArrayList<>(List.of("device", "--devices", "2", "--api", api, "--token", token));
        command.addAll(List.of("--mqtt", Integer.toString(ward.node.gateway().mqttPort())));
        command.addAll(List.of(options));
        return CommandLineProgram.run(command.toArray(String[]::new));
    }
}
