package org.vitaledger.node.ward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.node.cli.CommandLineProgram;
import org.vitaledger.node.cli.ExitCode;
import org.vitaledger.node.client.SignIn;

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
        long before = ward.node.stats().readingsAnchored();
        assertThat(device(ward.node.api().base(), ward.token(ward.operator), "--seconds", "2", "--pace", "600"))
                .isEqualTo(ExitCode.YES);
        await().untilAsserted(
                        () -> assertThat(ward.node.stats().readingsAnchored()).isGreaterThan(before));
    }

    @Test
    void isNoSuccessIfNothingWasDelivered(@TempDir Path recordings) throws IOException {
        Files.writeString(recordings.resolve("1.txt"), "Time,Parameter,Value\n00:00,RecordID,1\n");
        Files.writeString(recordings.resolve("2.txt"), "Time,Parameter,Value\n00:00,RecordID,2\n");
        String token = ward.token(ward.operator);
        assertThat(device(ward.node.api().base(), token, "--seconds", "1", "--data", recordings.toString()))
                .isEqualTo(ExitCode.NO);
    }

    @Test
    void tellsThatNobodyListensAtTheMqttPort() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        assertThat(device(
                        ward.node.api().base(),
                        ward.token(ward.operator),
                        "--seconds",
                        "1",
                        "--mqtt",
                        Integer.toString(closed)))
                .isEqualTo(ExitCode.FAULT);
    }

    @Test
    void tellsOfARefusedTokenAndOfANodeThatIsNotThere() {
        assertThat(device(ward.node.api().base(), "rubbish")).isEqualTo(ExitCode.FAULT);
        assertThat(device(ward.node.api().base(), ward.token(ward.auditor))).isEqualTo(ExitCode.FAULT);
        assertThat(device("http://localhost:1", "rubbish")).isEqualTo(ExitCode.FAULT);
    }

    @Test
    void getsATokenForANameAndItsPassword(@TempDir Path folder) throws IOException {
        Path password = Files.writeString(folder.resolve("password"), LiveWard.PASSWORD + "\n");
        String api = ward.node.api().base();
        String token = new SignIn(api).token("operator", LiveWard.PASSWORD);
        assertThat(device(api, token, "--seconds", "1", "--pace", "600")).isEqualTo(ExitCode.YES);
        assertThat(CommandLineProgram.run(
                        "token", "--api", api + "/", "--user", "operator", "--password-file", password.toString()))
                .isEqualTo(ExitCode.YES);
        Files.writeString(password, "wrong");
        assertThat(CommandLineProgram.run(
                        "token", "--api", api, "--user", "operator", "--password-file", password.toString()))
                .isEqualTo(ExitCode.FAULT);
        assertThat(CommandLineProgram.run(
                        "token", "--api", "http://localhost:1", "--password-file", password.toString()))
                .isEqualTo(ExitCode.FAULT);
    }

    private static int device(String api, String token, String... options) {
        List<String> command = new ArrayList<>(List.of("device", "--devices", "2", "--api", api, "--token", token));
        command.addAll(List.of(options));
        if (!command.contains("--mqtt")) {
            command.addAll(
                    List.of("--mqtt", Integer.toString(ward.node.gateway().mqttPort())));
        }
        return CommandLineProgram.run(command.toArray(String[]::new));
    }
}
