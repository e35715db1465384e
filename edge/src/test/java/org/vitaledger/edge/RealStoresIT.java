package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.note.NoteSigner;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.device.load.LoadDevice;
import org.vitaledger.device.load.LoadPlan;
import org.vitaledger.device.load.LoadPublisher;
import org.vitaledger.device.load.LoadReport;
import org.vitaledger.device.publish.GatewayAddress;
import org.vitaledger.device.publish.Login;
import org.vitaledger.edge.mqtt.ClientIdentity;
import org.vitaledger.edge.mqtt.Listener;
import org.vitaledger.edge.mqtt.RawClient;
import org.vitaledger.edge.mqtt.Reason;
import org.vitaledger.ledger.LedgerKeys;
import org.vitaledger.ledger.solo.SoloLedger;
import org.vitaledger.ledger.solo.SoloOptions;
import org.vitaledger.vault.file.FileVault;
import org.vitaledger.vault.file.FileVaultOptions;
import org.vitaledger.vault.key.NodeKeyStore;

/** The gateway with the real vault and the real ledger under load, and again after a restart. */
class RealStoresIT {
    private static final InstantSource CLOCK = InstantSource.fixed(GatewayFixture.NOW);
    private static final LedgerKeys KEYS = new LedgerKeys(
            signer("ledger.example/vitaledger", SignatureType.ED25519),
            signer(World.HOSPITAL.text(), SignatureType.COSIGNATURE_ED25519),
            signer(World.HOSPITAL.text(), SignatureType.COSIGNATURE_ML_DSA_44));

    @TempDir
    private Path directory = Path.of("");

    @Test
    @Proves({"INV-001", "INV-002", "INV-003"})
    void commitsEachAcknowledgedPackOnce() throws Exception {
        List<Bedside> devices = new ArrayList<>();
        LoadReport report;
        try (SoloLedger ledger = ledger();
                FileVault vault = vault()) {
            ledger.submit(new Command.FoundConsortium(List.of(KEYS.member()))).join();
            for (int number = 1; number <= 5; number++) {
                Bedside device = new Bedside(number);
                devices.add(device);
                ledger.submit(device.enrolment()).join();
                ledger.submit(new Command.BindDevice(device.id, Optional.of(World.patient(number))))
                        .join();
            }
            try (Gateway gateway = gateway(ledger, vault)) {
                report = load(gateway, devices);
                assertThat(report.refused()).isEmpty();
                assertThat(report.unanswered()).isZero();
                long accepted = gateway.stats().accepted().packs();
                assertThat(accepted).isGreaterThanOrEqualTo(report.packs());
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> gateway.stats().committed().readings() == 10 * accepted);
                assertThat(gateway.stopped()).isEmpty();
                expectAllAnchored(ledger, vault, devices, accepted);
            }
        }
        try (SoloLedger ledger = ledger();
                FileVault vault = vault();
                Gateway gateway = gateway(ledger, vault)) {
            load(gateway, devices);
            long more = gateway.stats().accepted().packs();
            assertThat(more).isPositive();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> gateway.stats().committed().readings() == 10 * more);
            assertThat(gateway.stats().accepted().gaps()).isZero();
        }
    }

    @Test
    @Proves("INV-002")
    void acknowledgesAgainWhatOnlyTheVaultKnows() throws Exception {
        Bedside device = new Bedside(1);
        List<byte[]> packs = Stream.generate(device::next).limit(600).toList();
        try (SoloLedger ledger = ledger();
                FileVault vault = vault()) {
            ledger.submit(new Command.FoundConsortium(List.of(KEYS.member()))).join();
            ledger.submit(device.enrolment()).join();
            ledger.submit(new Command.BindDevice(device.id, Optional.of(World.patient(1))))
                    .join();
            try (Gateway gateway = gateway(ledger, vault)) {
                try (RawClient client = connect(gateway, device, false)) {
                    send(client, device, packs);
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(60))
                            .until(() -> gateway.stats().committed().readings() == 10L * packs.size());
                }
                expectAcknowledgedAgain(gateway, device, packs);
            }
        }
        try (SoloLedger ledger = ledger();
                FileVault vault = vault();
                Gateway gateway = gateway(ledger, vault)) {
            expectAcknowledgedAgain(gateway, device, packs);
            try (RawClient client = connect(gateway, device, true)) {
                client.publish(1, device.topic(), device.pack(1));
                assertThat(client.refused()).isEqualTo(Reason.IMPLEMENTATION_SPECIFIC.code());
            }
            expectAllAnchored(ledger, vault, List.of(device), packs.size());
        }
    }

    private static void expectAcknowledgedAgain(Gateway gateway, Bedside device, List<byte[]> packs)
            throws IOException {
        try (RawClient client = connect(gateway, device, false)) {
            send(client, device, packs);
            for (int number = 1; number <= packs.size(); number++) {
                assertThat(client.acknowledged()).isEqualTo(number);
            }
        }
        assertThat(gateway.stats().accepted().repeated()).isEqualTo(packs.size());
        assertThat(gateway.stats().refused()).isEmpty();
    }

    private static RawClient connect(Gateway gateway, Bedside device, boolean version5) throws IOException {
        return RawClient.connected(gateway.addresses().getFirst(), version5, device.id.text(), "secret");
    }

    private static void send(RawClient client, Bedside device, List<byte[]> packs) throws IOException {
        for (int number = 1; number <= packs.size(); number++) {
            client.publish(number, device.topic(), packs.get(number - 1));
        }
    }

    private static void expectAllAnchored(SoloLedger ledger, FileVault vault, List<Bedside> devices, long packs) {
        long anchored = 0;
        for (Bedside device : devices) {
            anchored += ledger.snapshot()
                    .state()
                    .device(device.id)
                    .orElseThrow()
                    .anchored()
                    .highest();
        }
        assertThat(anchored).isEqualTo(packs);
        long commitments = 0;
        for (long batch = 1; batch <= vault.catalogue().lastBatch(World.GATEWAY); batch++) {
            commitments += vault.catalogue()
                    .batch(World.GATEWAY, batch)
                    .orElseThrow()
                    .commitments()
                    .size();
        }
        assertThat(commitments).isEqualTo(10 * packs);
    }

    private static LoadReport load(Gateway gateway, List<Bedside> devices) throws InterruptedException {
        List<LoadDevice> load = new ArrayList<>();
        for (Bedside device : devices) {
            Login.Password login = new Login.Password(device.id.text(), Bytes.utf8("secret"));
            load.add(new LoadDevice(device.id, login, () -> Optional.of(device.next())));
        }
        int port = gateway.addresses().getFirst().getPort();
        try (LoadPublisher publisher = new LoadPublisher(GatewayAddress.local(port), 1)) {
            return publisher.run(load, new LoadPlan(32, 2000, Duration.ofMillis(200), Duration.ofSeconds(1)));
        }
    }

    private Gateway gateway(SoloLedger ledger, FileVault vault) {
        return Gateway.start(
                new GatewayConfig(
                        World.GATEWAY,
                        directory.resolve("edge"),
                        World.id(32, 7),
                        List.of(Listener.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
                        GatewayConfig.Tuning.standard()),
                new GatewayPorts(
                        ledger,
                        vault,
                        Bedside.SIGNATURES,
                        (user, password) -> new String(password, StandardCharsets.UTF_8).equals("secret")
                                ? Optional.of(new ClientIdentity.DeviceClient(DeviceId.parse(user)))
                                : Optional.empty(),
                        CLOCK,
                        CLOCK),
                GatewayListener.none());
    }

    private SoloLedger ledger() {
        return SoloLedger.open(directory.resolve("ledger"), KEYS, SoloOptions.defaults(CLOCK));
    }

    private FileVault vault() {
        char[] password = "correct horse".toCharArray();
        return FileVault.open(
                directory.resolve("vault"),
                FileVaultOptions.of(
                        NodeKeyStore.openOrCreate(directory.resolve("node-key.p12"), password, new SecureRandom()),
                        CLOCK));
    }

    private static NoteSigner signer(String name, SignatureType type) {
        return NoteSigner.of(
                name, type, Bedside.SIGNATURES.generate(type.algorithm(), new SecureRandom()), Bedside.SIGNATURES);
    }
}
