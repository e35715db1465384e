package org.vitaledger.node.run;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.vitaledger.api.feed.IngestFeed;
import org.vitaledger.api.http.Health;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.edge.Gateway;
import org.vitaledger.edge.GatewayConfig;
import org.vitaledger.edge.GatewayPorts;
import org.vitaledger.edge.GatewayStats;
import org.vitaledger.edge.drain.DrainOptions;
import org.vitaledger.edge.mqtt.ClientIdentity;
import org.vitaledger.edge.mqtt.CredentialsFile;
import org.vitaledger.edge.mqtt.DeviceTrust;
import org.vitaledger.edge.mqtt.Listener;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.node.keys.SiteCertificates;
import org.vitaledger.node.keys.StorePassword;
import org.vitaledger.vault.Vault;

/** The gateway of a node with its credentials and certificates. Safe for any thread. */
public final class EdgeParts implements AutoCloseable {
    private final Gateway gateway;
    private final CredentialsFile credentials;
    private final EdgeFeed feed;

    private EdgeParts(Gateway gateway, CredentialsFile credentials, EdgeFeed feed) {
        this.gateway = gateway;
        this.credentials = credentials;
        this.feed = feed;
    }

    /**
     * What a gateway is set up with.
     *
     * @param config where it listens and what it is called
     * @param home where it keeps its files
     * @param key what these are encrypted with
     * @param clock the time
     * @param signatures checks the devices' signatures
     */
    record Setup(NodeConfig config, NodeHome home, Bytes key, InstantSource clock, Signatures signatures) {}

    static EdgeParts start(Setup setup, Ledger ledger, Vault vault) {
        CredentialsFile credentials = CredentialsFile.open(setup.home().keys().resolve("devices.credentials"));
        EdgeFeed feed = new EdgeFeed(credentials, setup.clock());
        GatewayConfig config = new GatewayConfig(
                setup.config().gatewayId(),
                setup.home().edge(),
                setup.key(),
                listeners(setup),
                GatewayConfig.Tuning.standard()
                        .with(DrainOptions.DEFAULT.withLinger(setup.config().commitLinger())));
        Gateway gateway = Gateway.start(
                config, new GatewayPorts(ledger, vault, setup.signatures(), credentials, setup.clock()), feed);
        feed.follow(gateway);
        return new EdgeParts(gateway, credentials, feed);
    }

    /** The port without TLS. */
    public int mqttPort() {
        return gateway.addresses().getFirst().getPort();
    }

    /** The port with TLS. */
    public int mqttsPort() {
        return gateway.addresses().getLast().getPort();
    }

    /** A new password for a device's MQTT connections; it replaces an older one. */
    public String issueCredential(DeviceId device) {
        return issue(credentials, device);
    }

    /** A new password for somebody who may read alerts by MQTT under that user name. */
    public String issueAlertReader(String name) {
        return credentials.issue(new ClientIdentity.AlertReader(name), new SecureRandom());
    }

    /** What the gateway has done. */
    public GatewayStats stats() {
        return gateway.stats();
    }

    /** Adds the parts of the gateway to what the node tells of itself. */
    void tell(Health health) {
        for (String part : new TreeSet<>(gateway.faults().keySet())) {
            health.add(part, () -> gateway.faults().getOrDefault(part, Optional.empty()));
        }
    }

    /** What the API shows of it. */
    IngestFeed feed() {
        return feed;
    }

    @Override
    public void close() {
        gateway.close();
    }

    private static String issue(CredentialsFile credentials, DeviceId device) {
        return credentials.issue(new ClientIdentity.DeviceClient(device), new SecureRandom());
    }

    private static List<Listener> listeners(Setup setup) {
        try {
            char[] password = StorePassword.find(setup.home().keys());
            SiteCertificates site = SiteCertificates.open(
                    setup.home().keys(), password, setup.clock().instant());
            return List.of(
                    Listener.plain(setup.config().mqtt()),
                    Listener.tls(setup.config().mqtts(), new Listener.Tls(context(site, password), false)));
        } catch (GeneralSecurityException | IOException e) {
            throw new NodeFault(
                    NodeFault.NodeCode.HOME_UNUSABLE,
                    Map.of("file", setup.home().keys()),
                    e);
        }
    }

    private static SSLContext context(SiteCertificates site, char[] password)
            throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(site.server(), password);
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry("site", site.authority());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        X509TrustManager authority = (X509TrustManager) trust.getTrustManagers()[0];
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                keys.getKeyManagers(), new TrustManager[] {new DeviceTrust(authority, Set.of())}, new SecureRandom());
        return context;
    }
}
