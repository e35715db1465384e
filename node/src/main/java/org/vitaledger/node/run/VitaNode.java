package org.vitaledger.node.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitaledger.api.ApiConfig;
import org.vitaledger.api.ApiServer;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.auth.PasswordRule;
import org.vitaledger.api.http.Health;
import org.vitaledger.api.http.Limits;
import org.vitaledger.api.http.WebConfig;
import org.vitaledger.api.ops.Registrar;
import org.vitaledger.console.ConsolePages;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.VerifyingKey;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Role;
import org.vitaledger.device.pack.FastestSignatures;
import org.vitaledger.edge.GatewayStats;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.publish.Publications;
import org.vitaledger.node.keys.NodeKeys;
import org.vitaledger.node.keys.StorePassword;
import org.vitaledger.vault.Vault;
import org.vitaledger.vault.file.FileVault;
import org.vitaledger.vault.file.FileVaultOptions;

/**
 * A running node. Started and closed by one thread; what it hands out is for any. Closing stops the parts in the opposite
 * order of their start, so that what was acknowledged is on disk before anything goes away.
 */
public final class VitaNode implements AutoCloseable {
    /** The account that a node begins with: an operator. */
    public static final String ADMIN = "admin";

    private final NodeConfig config;
    private final NodeHome home;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Signatures signatures = FastestSignatures.find();
    private final ArrayDeque<AutoCloseable> started = new ArrayDeque<>();
    private final Ledger ledger;
    private final FileVault vault;
    private final EdgeParts gateway;
    private final ApiServer api;

    private VitaNode(NodeConfig config, InstantSource clock) throws IOException {
        this.config = config;
        this.clock = clock;
        this.home = NodeHome.at(config.home());
        try {
            HomeKeys all = HomeKeys.open(config, home, clock, signatures);
            NodeKeys keys = all.node();
            this.ledger = started(OwnLedger.open(config, home, keys, clock));
            this.vault = started(FileVault.open(home.vault(), FileVaultOptions.of(all.vault(), clock)));
            this.gateway = started(EdgeParts.start(edge(keys), ledger, vault));
            Optional<Publications> publications = Publishing.start(config.outside(), home, ledger, signatures);
            publications.ifPresent(this::started);
            this.api = started(ApiServer.start(apiConfig(keys.audit(), publications), ledger, vault, gateway.feed()));
            watch(publications);
            Account admin = admin();
            if (config.staleness().isPresent()) {
                started(Heartbeat.start(ledger, clock, admin.principal()));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts a node: it ingests and answers when this returns. The first start makes keys, founds the ledger and adds the
     * account {@code admin}, whose password lies in {@link NodeHome#adminPassword()}.
     *
     * @throws Fault if a file, a key or a port can't be used
     */
    public static VitaNode start(NodeConfig config, InstantSource clock) throws IOException {
        return new VitaNode(config, clock);
    }

    /** The file with the password of the account {@value #ADMIN}, while it is there and that is still the password. */
    public Optional<Path> firstPassword() throws IOException {
        Path file = home.adminPassword();
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        String password = StorePassword.fromFile(file);
        return api.passwords().open(ADMIN, password).map(account -> file);
    }

    /** Its folder. */
    public NodeHome home() {
        return home;
    }

    /** Its ledger. */
    public Ledger ledger() {
        return ledger;
    }

    /** Its vault. */
    public Vault vault() {
        return vault;
    }

    /** Its gateway. */
    public EdgeParts gateway() {
        return gateway;
    }

    /** Its API. */
    public ApiServer api() {
        return api;
    }

    /** An access token for a person of this node, with everything that the role can use. */
    public String token(Account person, Duration lifetime) {
        return api.tokens().mint(person.principal(), person.role(), lifetime);
    }

    /**
     * Submits a command that the contracts are expected to take.
     *
     * @throws NodeFault VL-NODE-004 if they refuse
     */
    public Receipt submit(Command command) {
        Receipt receipt = OwnLedger.await(ledger, command);
        if (receipt.outcome() instanceof Outcome.Refused refused) {
            throw new NodeFault(NodeFault.NodeCode.FOUNDING_REFUSED, Map.of("refusal", refused.refusal()), null);
        }
        return receipt;
    }

    /** Fresh random bytes for an identifier. */
    public Bytes randomBytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    /**
     * A device that may deliver.
     *
     * @param device its id, and the user name of its MQTT connections
     * @param password the password of its MQTT connections
     */
    public record Enrolment(DeviceId device, String password) {
        @Override
        public String toString() {
            return "Enrolment[" + device + "]";
        }
    }

    /** Enrols a device and binds it to a patient. */
    public Enrolment enrol(VerifyingKey key, PatientHandle patient) {
        DeviceId device = api.registrar().enrol(key);
        api.registrar().bind(device, Optional.of(patient));
        return new Enrolment(device, gateway.issueCredential(device));
    }

    /** What it has done. */
    public NodeStats stats() {
        Snapshot snapshot = ledger.snapshot();
        GatewayStats stats = gateway.stats();
        return new NodeStats(
                stats.committed().readings(), stats.accepted().alerts(), snapshot.height(), snapshot.size());
    }

    /** Stops accepting, makes everything durable, and lets go of ports and files. */
    @Override
    public void close() {
        RuntimeException first = null;
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                RuntimeException wrapped = e instanceof RuntimeException r ? r : new IllegalStateException(e);
                first = first == null ? wrapped : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void watch(Optional<Publications> publications) {
        Health health = api.health();
        gateway.tell(health);
        health.add("vault", vault::fault);
        health.add("ledger", () -> OwnLedger.fault(ledger));
        publications.ifPresent(outside -> health.add("publications", outside::fault));
        health.add("threads", DeadThreads.ofThisProcess()::fault);
        started(HealthWatch.start(health, home, () -> Ending.with(Ending.BROKEN)));
    }

    private <T extends AutoCloseable> T started(T part) {
        started.push(part);
        return part;
    }

    private EdgeParts.Setup edge(NodeKeys keys) {
        return new EdgeParts.Setup(config, home, keys.spool(), clock, signatures);
    }

    private ApiConfig apiConfig(Bytes auditKey, Optional<Publications> publications) throws IOException {
        WebConfig web = new WebConfig(
                config.http(), Optional.empty(), Limits.DEFAULT, List.of(), Optional.of(ConsolePages.folder()));
        return new ApiConfig(
                home.api(),
                web,
                ApiConfig.Timing.DEFAULT.withStaleness(config.staleness()),
                new ApiConfig.Audit(JournalOptions.defaults(), auditKey),
                Files.readString(home.policy()),
                publications,
                Optional.empty(),
                new ApiConfig.Sources(clock, random));
    }

    private Account admin() throws IOException {
        Optional<Account> known = api.directory().account(ADMIN);
        if (known.isPresent()) {
            return known.get();
        }
        String password = StorePassword.fromFile(home.adminPassword());
        if (PasswordRule.isWeak(ADMIN, password)) {
            throw new NodeFault(NodeFault.NodeCode.ADMIN_PASSWORD_WEAK, Map.of("file", home.adminPassword()), null);
        }
        return api.registrar().enrol(new Registrar.Person(ADMIN, password, Role.OPERATOR, Optional.empty()));
    }
}
