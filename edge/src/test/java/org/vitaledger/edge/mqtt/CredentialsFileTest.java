package org.vitaledger.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vitaledger.edge.mqtt.EndpointFixture.DEVICE;
import static org.vitaledger.edge.mqtt.EndpointFixture.bytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.edge.mqtt.ClientIdentity.AlertReader;
import org.vitaledger.edge.mqtt.ClientIdentity.DeviceClient;

class CredentialsFileTest {
    private static final DeviceClient CLIENT = new DeviceClient(DEVICE);
    private static final AlertReader WARD = new AlertReader("ward-3");

    @TempDir
    private Path directory;

    @Test
    void knowsItsTokensAgainAfterARestartAndKeepsOnlyTheirHashes() throws IOException {
        Path file = directory.resolve("credentials");
        CredentialsFile first = CredentialsFile.open(file);
        String device = first.issue(CLIENT, new SecureRandom());
        String ward = first.issue(WARD, new SecureRandom());
        CredentialsFile credentials = CredentialsFile.open(file);
        assertThat(credentials.authenticate(DEVICE.text(), bytes(device))).contains(CLIENT);
        assertThat(credentials.authenticate("ward-3", bytes(ward))).contains(WARD);
        assertThat(credentials.authenticate("ward-3", bytes(device))).isEmpty();
        assertThat(credentials.authenticate("nobody", bytes(device))).isEmpty();
        assertThat(Files.readString(file)).doesNotContain(device, ward);
    }

    @Test
    void forgetsReplacedAndWithdrawnTokens() {
        CredentialsFile credentials = CredentialsFile.open(directory.resolve("credentials"));
        String first = credentials.issue(CLIENT, new SecureRandom());
        String second = credentials.issue(CLIENT, new SecureRandom());
        assertThat(credentials.authenticate(DEVICE.text(), bytes(first))).isEmpty();
        assertThat(credentials.authenticate(DEVICE.text(), bytes(second))).contains(CLIENT);
        credentials.withdraw(CLIENT);
        assertThat(credentials.authenticate(DEVICE.text(), bytes(second))).isEmpty();
    }

    @Test
    void aReadersNameIsNeverADevices() {
        CredentialsFile credentials = CredentialsFile.open(directory.resolve("credentials"));
        DeviceClient device = new DeviceClient(DeviceId.parse("aaaaaaaaaaaaaaaa"));
        String token = credentials.issue(device, new SecureRandom());
        AlertReader reader = new AlertReader(device.text());

        assertThatThrownBy(() -> credentials.issue(reader, new SecureRandom()))
                .isInstanceOf(IllegalArgumentException.class);
        credentials.withdraw(reader);
        assertThat(credentials.authenticate(device.text(), bytes(token))).contains(device);
    }

    @Test
    void saysThatAFileIsUnreadable() throws IOException {
        Path file = directory.resolve("credentials");
        Files.writeString(file, "device nonsense\n");
        assertThatThrownBy(() -> CredentialsFile.open(file))
                .isInstanceOf(CredentialsFault.class)
                .hasMessageContaining("VL-CREDENTIALS-001");
    }
}
