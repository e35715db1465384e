package org.vitaledger.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.edge.GatewayConfig.Tuning;
import org.vitaledger.edge.drain.DrainOptions;
import org.vitaledger.edge.mqtt.ClientIdentity;
import org.vitaledger.edge.mqtt.Limits;
import org.vitaledger.edge.mqtt.Listener;
import org.vitaledger.edge.mqtt.RawClient;
import org.vitaledger.edge.quarantine.Quarantine;
import org.vitaledger.edge.quarantine.QuarantineEntry;
import org.vitaledger.edge.spool.SpoolOptions;
import org.vitaledger.journal.Disk;

/** A gateway on a free port between devices whose password is {@code secret} and a ledger and vault in memory. */
final class GatewayFixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Limits LIMITS = new Limits(
            16 << 10, 64, 1 << 20, Limits.Connections.of(100, 8, Duration.ofSeconds(5)), Duration.ofMinutes(5));
    static final Tuning TUNING =
            Tuning.standard().with(LIMITS).with(DrainOptions.DEFAULT.withLinger(Duration.ofMillis(20)));

    final MemoryLedger ledger;
    final MemoryVault vault;
    final Queue<GatewayEvent> events = new ConcurrentLinkedQueue<>();
    final Gateway gateway;
    /** The gateway's clock. */
    final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    /** By how much that is wrong: the steady clock shows the right time. */
    final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    /** What outlives a restart, besides the directory. */
    record Backing(MemoryLedger ledger, MemoryVault vault) {
        Backing() {
            this(new MemoryLedger(), new MemoryVault());
        }
    }

    GatewayFixture(Path directory, Backing world, Tuning tuning) {
        this.ledger = world.ledger();
        this.vault = world.vault();
        this.gateway = Gateway.start(
                new GatewayConfig(
                        World.GATEWAY,
                        directory,
                        World.id(32, 7),
                        List.of(Listener.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
                        tuning),
                new GatewayPorts(
                        ledger, vault, Bedside.SIGNATURES, GatewayFixture::authenticate, now::get, this::steady),
                events::add);
    }

    private Instant steady() {
        return now.get().minus(ahead.get());
    }

    /** Lets a time come, by which the gateway's clock is slow. */
    void at(Instant right, Duration slow) {
        ahead.set(slow.negated());
        now.set(right.minus(slow));
    }

    /** What is in quarantine, oldest first. */
    List<QuarantineEntry> refused() {
        return gateway.quarantined(1000).stream()
                .map(Quarantine.Kept::entry)
                .toList()
                .reversed();
    }

    static Tuning on(Disk disk) {
        return TUNING.with(SpoolOptions.standard().withDisk(disk));
    }

    RawClient connect(DeviceId device, boolean version5) throws IOException {
        return RawClient.connected(address(), version5, device.text(), "secret");
    }

    RawClient ward() throws IOException {
        return RawClient.connected(address(), true, "ward", "secret");
    }

    InetSocketAddress address() {
        return gateway.addresses().getFirst();
    }

    private static Optional<ClientIdentity> authenticate(String user, byte[] password) {
        if (!new String(password, StandardCharsets.UTF_8).equals("secret")) {
            return Optional.empty();
        }
        return Optional.of(
                user.equals("ward")
                        ? new ClientIdentity.AlertReader(user)
                        : new ClientIdentity.DeviceClient(DeviceId.parse(user)));
    }

    @Override
    public void close() {
        gateway.close();
    }
}
