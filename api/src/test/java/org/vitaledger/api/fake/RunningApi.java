package org.vitaledger.api.fake;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vitaledger.api.ApiConfig;
import org.vitaledger.api.ApiServer;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.feed.IngestFeed;
import org.vitaledger.api.http.Limits;
import org.vitaledger.api.http.WebConfig;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Role;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.ledger.publish.CheckpointPublisher;
import org.vitaledger.ledger.publish.Publications;

/** An API on a free port over a fake ledger and a fake vault, with one account of each role. */
public final class RunningApi implements AutoCloseable {
    public static final String PASSWORD = "correct horse";

    public final FakeLedger ledger;
    public final FakeVault vault = new FakeVault();
    public final ApiServer server;
    public final Account patient;
    public final Account other;
    public final Account practitioner;
    public final Account auditor;
    public final Account operator;
    private final Optional<Publications> publications;
    private final SecureRandom random = new SecureRandom();
    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    /** What can differ between tests. */
    public record Options(
            JournalOptions audit,
            IngestFeed feed,
            Limits limits,
            Optional<Duration> staleness,
            List<Publications.Plan> plans,
            Web web) {
        /** Where the pages lie, and the address that clients are told. */
        public record Web(Optional<URI> console, Optional<String> base) {}

        public static Options defaults() {
            return new Options(
                    JournalOptions.defaults(),
                    IngestFeed.none(),
                    Limits.DEFAULT,
                    Optional.empty(),
                    List.of(),
                    new Web(Optional.empty(), Optional.empty()));
        }

        public Options withConsole(URI pages) {
            return new Options(audit, feed, limits, staleness, plans, new Web(Optional.of(pages), web.base()));
        }

        public Options withBase(String address) {
            return new Options(audit, feed, limits, staleness, plans, new Web(web.console(), Optional.of(address)));
        }

        public Options withAudit(JournalOptions other) {
            return new Options(other, feed, limits, staleness, plans, web);
        }

        public Options withFeed(IngestFeed other) {
            return new Options(audit, other, limits, staleness, plans, web);
        }

        public Options withLimits(Limits other) {
            return new Options(audit, feed, other, staleness, plans, web);
        }

        public Options withStaleness(Duration bound) {
            return new Options(audit, feed, limits, Optional.of(bound), plans, web);
        }

        public Options withPlan(CheckpointPublisher publisher) {
            List<Publications.Plan> one = List.of(new Publications.Plan(publisher, Duration.ofMillis(20)));
            return new Options(audit, feed, limits, staleness, one, web);
        }
    }

    public RunningApi(Path home, InstantSource clock, Options options) {
        this.ledger = new FakeLedger(clock);
        this.publications = options.plans().isEmpty()
                ? Optional.empty()
                : Optional.of(Publications.start(home.resolve("stamps"), ledger, options.plans(), (name, fault) -> {}));
        ApiConfig config = new ApiConfig(
                home,
                new WebConfig(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Optional.empty(),
                        options.limits(),
                        List.of(),
                        options.web().console()),
                new ApiConfig.Timing(Duration.ofMinutes(10), Duration.ofHours(1), options.staleness()),
                new ApiConfig.Audit(options.audit(), Bytes.of(new byte[32])),
                ledger.policy(),
                publications,
                options.web().base(),
                new ApiConfig.Sources(clock, random));
        this.server = ApiServer.start(config, ledger, vault, options.feed());
        this.patient = account("pat", Role.PATIENT);
        this.other = account("other", Role.PATIENT);
        this.practitioner = account("doc", Role.PRACTITIONER);
        this.auditor = account("audit", Role.AUDITOR);
        this.operator = account("op", Role.OPERATOR);
    }

    /** An API over a fresh ledger and vault, on the system's clock. */
    public static RunningApi start(Path home) {
        return new RunningApi(home, InstantSource.system(), Options.defaults());
    }

    /** A token of ten minutes. */
    public String token(Account account) {
        return server.tokens().mint(account.principal(), account.role(), Duration.ofMinutes(10));
    }

    public PatientHandle handle(Account account) {
        return account.patient().orElseThrow();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    public HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token);
    }

    public HttpResponse<String> get(String path, String token) {
        return send(request(path, token).build());
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    public HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** An account with a principal on the ledger. */
    public Account account(String login, Role role) {
        PrincipalId id = new PrincipalId(Bytes.of(bytes(PrincipalId.SIZE)));
        Optional<PatientHandle> self = role == Role.PATIENT
                ? Optional.of(new PatientHandle(Bytes.of(bytes(PatientHandle.SIZE))))
                : Optional.empty();
        ledger.submit(new Command.PutPrincipal(new Principal(id, FakeLedger.MEMBER, Set.of(role), self, true)))
                .join();
        Account account = new Account(login, server.secrets().hash(PASSWORD), id, role, self, true);
        server.directory().put(account);
        return account;
    }

    /** The time of the ledger, for consents and readings. */
    public Instant now() {
        return ledger.snapshot().time();
    }

    @Override
    public void close() {
        publications.ifPresent(Publications::close);
        server.close();
    }
}
