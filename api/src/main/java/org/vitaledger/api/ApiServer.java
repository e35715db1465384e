package org.vitaledger.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vitaledger.api.audit.AuditAnchors;
import org.vitaledger.api.audit.AuditLog;
import org.vitaledger.api.audit.AuditPatrol;
import org.vitaledger.api.auth.ConsoleClient;
import org.vitaledger.api.auth.Directory;
import org.vitaledger.api.auth.Passwords;
import org.vitaledger.api.auth.RevokedTokens;
import org.vitaledger.api.auth.Secrets;
import org.vitaledger.api.auth.TokenKey;
import org.vitaledger.api.auth.Tokens;
import org.vitaledger.api.feed.IngestFeed;
import org.vitaledger.api.fhir.FhirParts.Stores;
import org.vitaledger.api.http.Health;
import org.vitaledger.api.http.WebServer;
import org.vitaledger.api.index.LedgerIndex;
import org.vitaledger.api.oauth.OAuthParts;
import org.vitaledger.api.ops.Registrar;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.vault.Vault;

/**
 * The running API. Owns its files, its port and its threads; the ledger, the vault and the feed stay the caller's. For
 * the thread that owns it; {@link #tokens()} and {@link #directory()} are for any.
 */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final Duration CATCH_UP = Duration.ofMinutes(5);

    private final Identity identity;
    private final Trail trail;
    private final WebServer web;
    private final Endpoints endpoints;

    private record Identity(
            TokenKey key,
            RevokedTokens revoked,
            Directory directory,
            Secrets secrets,
            Passwords passwords,
            Tokens tokens) {}

    private record Trail(LedgerIndex index, AuditLog audit, AuditAnchors anchors, AuditPatrol patrol) {
        void close() {
            patrol.close();
            anchors.close();
            audit.close();
            index.close();
        }
    }

    private ApiServer(Identity identity, Trail trail, WebServer web, Endpoints endpoints) {
        this.identity = identity;
        this.trail = trail;
        this.web = web;
        this.endpoints = endpoints;
    }

    /**
     * Starts the API; it answers when this returns.
     *
     * @throws org.vitaledger.core.fault.Fault if its files, its port or its audit log can't be used
     */
    public static ApiServer start(ApiConfig config, Ledger ledger, Vault vault, IngestFeed feed) {
        home(config.home());
        Trail trail = trail(config, ledger);
        WebServer web = WebServer.open(config.web());
        String base = config.publicBase().orElseGet(() -> localBase(config, "localhost", web.port()));
        Identity identity;
        try {
            identity = identity(config, base);
        } catch (RuntimeException e) {
            web.close();
            trail.close();
            throw e;
        }
        OAuthParts oauth = new OAuthParts(
                base,
                console(config, base, web.port()),
                new OAuthParts.Identity(
                        identity.key(),
                        identity.tokens(),
                        identity.revoked(),
                        identity.secrets(),
                        identity.passwords(),
                        config.sources().random()),
                identity.directory(),
                config.timing().tokenLifetime(),
                config.sources().clock());
        Stores stores = new Stores(ledger, trail.index(), vault, trail.audit());
        Endpoints endpoints = new Endpoints(config, oauth, stores, feed);
        web.start(mounts -> endpoints.mount(mounts, trail.anchors(), web.accessLog()));
        return new ApiServer(identity, trail, web, endpoints);
    }

    /** The port in use. */
    public int port() {
        return web.port();
    }

    /** The address that clients use, without a slash at the end. */
    public String base() {
        return endpoints.base();
    }

    /** Makes tokens, for demonstrations and tests. */
    public Tokens tokens() {
        return identity.tokens();
    }

    /** The accounts and services of this node. */
    public Directory directory() {
        return identity.directory();
    }

    /** Hashes passwords for {@link #directory()}. */
    public Secrets secrets() {
        return identity.secrets();
    }

    /** Checks and changes the passwords of {@link #directory()}. */
    public Passwords passwords() {
        return identity.passwords();
    }

    /** Enrols devices and people. */
    public Registrar registrar() {
        return endpoints.registrar();
    }

    /** What {@code /health} tells; the parts outside of the API are the caller's to add. */
    public Health health() {
        return endpoints.health();
    }

    /** The audit records of this node. */
    public AuditLog audit() {
        return trail.audit();
    }

    /** Lets requests end, anchors the last audit records, and releases port and files. */
    @Override
    public void close() {
        endpoints.stop();
        web.close();
        trail.close();
        identity.revoked().close();
    }

    private static ConsoleClient console(ApiConfig config, String base, int port) {
        Stream<String> bases =
                Stream.of(base, localBase(config, "localhost", port), localBase(config, "127.0.0.1", port));
        return new ConsoleClient(bases.map(address -> address + "/console/").collect(Collectors.toSet()));
    }

    private static void home(Path home) {
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Identity identity(ApiConfig config, String issuer) {
        Path home = config.home();
        TokenKey key =
                TokenKey.open(home.resolve("token-key.json"), config.sources().random());
        RevokedTokens revoked = RevokedTokens.open(
                home.resolve("revoked-tokens"), config.sources().clock());
        Directory directory = Directory.open(home.resolve("directory.json"));
        Tokens tokens = new Tokens(new Tokens.Parts(
                issuer,
                key,
                directory,
                revoked,
                config.sources().clock(),
                config.sources().random()));
        Secrets secrets = new Secrets(config.sources().random());
        Passwords passwords = new Passwords(directory, secrets, config.sources().clock());
        return new Identity(key, revoked, directory, secrets, passwords, tokens);
    }

    private static Trail trail(ApiConfig config, Ledger ledger) {
        LedgerIndex index = LedgerIndex.follow(ledger, config.home().resolve("index"));
        if (!index.awaitHeight(ledger.snapshot().height(), CATCH_UP)) {
            index.fault().ifPresent(fault -> LOG.warn("{}", fault.getMessage()));
        }
        AuditLog.Setup setup = new AuditLog.Setup(
                ledger.member(),
                config.audit().key(),
                config.audit().journal(),
                config.sources().random());
        AuditLog audit = AuditLog.open(config.home().resolve("audit"), setup);
        AuditAnchors anchors = AuditAnchors.start(audit, ledger, config.timing().anchorInterval());
        return new Trail(index, audit, anchors, AuditPatrol.start(audit));
    }

    private static String localBase(ApiConfig config, String host, int port) {
        String scheme = config.web().tls().isPresent() ? "https" : "http";
        return String.format(Locale.ROOT, "%s://%s:%d", scheme, host, port);
    }
}
