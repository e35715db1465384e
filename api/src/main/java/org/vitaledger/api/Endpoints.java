package org.vitaledger.api;

import java.util.Set;
import org.vitaledger.api.access.DecisionPoint;
import org.vitaledger.api.audit.AuditAnchors;
import org.vitaledger.api.feed.IngestFeed;
import org.vitaledger.api.fhir.DecidedRecords;
import org.vitaledger.api.fhir.FhirParts;
import org.vitaledger.api.fhir.FhirParts.Stores;
import org.vitaledger.api.fhir.FhirServlet;
import org.vitaledger.api.fhir.MediaTypeFilter;
import org.vitaledger.api.fhir.SmartServlet;
import org.vitaledger.api.http.AccessLog;
import org.vitaledger.api.http.BearerFilter;
import org.vitaledger.api.http.Health;
import org.vitaledger.api.http.HealthServlet;
import org.vitaledger.api.http.Mounts;
import org.vitaledger.api.http.StreamLimit;
import org.vitaledger.api.oauth.AuthorizationServer;
import org.vitaledger.api.oauth.LoginPage;
import org.vitaledger.api.oauth.OAuthParts;
import org.vitaledger.api.oauth.QueryLimit;
import org.vitaledger.api.ops.AccountServlet;
import org.vitaledger.api.ops.AlertServlet;
import org.vitaledger.api.ops.GovernanceServlet;
import org.vitaledger.api.ops.OpsServlet;
import org.vitaledger.api.ops.Registrar;
import org.vitaledger.api.proof.AnyOrigin;
import org.vitaledger.api.proof.LedgerServlet;
import org.vitaledger.api.proof.ProofServlet;
import org.vitaledger.api.proof.Proofs;

/** Which address leads where, and which need a token. */
final class Endpoints {
    private static final String FHIR = "/fhir";
    private static final String LOGIN = "/login";
    private static final String SMART = FHIR + "/.well-known/smart-configuration";

    private final ApiConfig config;
    private final OAuthParts oauth;
    private final Stores stores;
    private final IngestFeed feed;
    private final DecisionPoint decisions;
    private final AlertServlet alerts;
    private final Health health = new Health();
    private final Registrar registrar;

    Endpoints(ApiConfig config, OAuthParts oauth, Stores stores, IngestFeed feed) {
        this.config = config;
        this.oauth = oauth;
        this.stores = stores;
        this.feed = feed;
        this.decisions = new DecisionPoint(new DecisionPoint.Parts(
                stores.ledger(),
                stores.index(),
                stores.audit(),
                config.sources().clock(),
                config.timing().staleness()));
        this.alerts = new AlertServlet(decisions, feed, config.sources().clock());
        this.registrar = new Registrar(
                stores.ledger(),
                stores.index(),
                new Registrar.Accounts(
                        oauth.directory(),
                        oauth.identity().secrets(),
                        oauth.identity().passwords(),
                        config.sources().random()));
    }

    String base() {
        return oauth.issuer();
    }

    void mount(Mounts mounts, AuditAnchors anchors, AccessLog requests) {
        health.add("audit", stores.audit()::fault);
        health.add("audit anchors", anchors::fault);
        health.add("index", stores.index()::fault);
        health.add("decisions", decisions::fault);
        AuthorizationServer authorization = new AuthorizationServer(oauth, mounts.context());
        FhirServlet fhir = new FhirServlet(
                new FhirParts(
                        decisions,
                        stores,
                        base() + FHIR,
                        config.sources().clock(),
                        config.sources().random()),
                base());
        mounts.filter(new QueryLimit(), "/oauth2/*", LOGIN)
                .filter(authorization, "/oauth2/*", "/.well-known/*", LOGIN, "/logout")
                .filter(
                        new BearerFilter(oauth.identity().tokens(), Set.of(FHIR + "/metadata", SMART)),
                        FHIR + "/*",
                        "/account/*",
                        "/ops/*",
                        "/proofs/*",
                        "/alerts/*")
                .filter(new StreamLimit(), StreamLimit.PATH)
                .filter(new MediaTypeFilter(), FHIR + "/*")
                .filter(new AnyOrigin(), "/ledger/*")
                .servlet(LOGIN, new LoginPage())
                .servlet(
                        "/account/*",
                        new AccountServlet(oauth.directory(), oauth.identity().passwords()))
                .servlet("/health", new HealthServlet(health))
                .servlet(SMART, new SmartServlet(base()))
                .servlet(FHIR + "/*", fhir)
                .servlet(
                        "/ledger/*",
                        new LedgerServlet(stores.ledger(), stores.index(), config.policy(), config.publications()))
                .servlet(
                        "/proofs/*",
                        new ProofServlet(
                                new DecidedRecords(decisions, stores),
                                new Proofs(stores, anchors, config.publications()),
                                config.policy()))
                .servlet("/ops/*", ops(requests, anchors))
                .servlet("/ops/governance/*", new GovernanceServlet(stores.ledger(), registrar))
                .servlet("/alerts/*", alerts);
        Thread.ofVirtual().name("api-warm-up").start(() -> {
            fhir.warmUp();
            authorization.warmUp();
        });
    }

    /** Ends what would otherwise keep the server from stopping. */
    void stop() {
        alerts.stop();
    }

    /** What the parts of the node say of themselves. */
    Health health() {
        return health;
    }

    /** Enrols devices and people. */
    Registrar registrar() {
        return registrar;
    }

    private OpsServlet ops(AccessLog requests, AuditAnchors anchors) {
        return new OpsServlet(
                new OpsServlet.View(stores.ledger(), stores.index(), feed, requests), registrar, decisions, anchors);
    }
}
