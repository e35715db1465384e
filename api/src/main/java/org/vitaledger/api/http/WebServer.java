package org.vitaledger.api.http;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vitaledger.api.fault.ApiFault;
import org.vitaledger.api.fault.ApiFaultCode;
import org.vitaledger.journal.Descriptors;

/**
 * The HTTP server. The port is taken when it is made, requests are answered from {@link #start} on, each on a virtual
 * thread of its own. For the thread that owns it.
 */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int POOL = 16;
    private static final int MIN_POOL = 4;
    private static final int HEADER_BYTES = 16 * 1024;
    private static final int FORM_BYTES = 64 * 1024;
    private static final int MIN_BYTES_PER_SECOND = 100;

    private final WebConfig config;
    private final Server server;
    private final ServerConnector connector;
    private final AccessLog accessLog = new AccessLog();

    private WebServer(WebConfig config, Server server, ServerConnector connector) {
        this.config = config;
        this.server = server;
        this.connector = connector;
    }

    /**
     * Takes the port.
     *
     * @throws ApiFault VL-API-004 if it can't be opened, VL-API-005 if the key store can't be used
     */
    public static WebServer open(WebConfig config) {
        QueuedThreadPool pool = new QueuedThreadPool(POOL, MIN_POOL);
        pool.setName("http");
        pool.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("http-", 0).factory()));
        Server server = new Server(pool);
        server.setStopTimeout(config.limits().stop().toMillis());
        server.setErrorHandler(
                new ProblemHandler(new SecurityHeaders(config.tls().isPresent())));
        ServerConnector connector = connector(config, server);
        server.addConnector(connector);
        try {
            connector.open();
        } catch (IOException e) {
            throw new ApiFault(
                    ApiFaultCode.LISTEN, Map.of("port", config.listen().getPort()), e);
        }
        return new WebServer(config, server, connector);
    }

    /** The port in use. */
    public int port() {
        return connector.getLocalPort();
    }

    /** The log of requests with its counters. */
    public AccessLog accessLog() {
        return accessLog;
    }

    /**
     * Begins to answer.
     *
     * @param mount puts servlets and filters where they belong
     * @throws ApiFault VL-API-004 or VL-API-005 if the server does not start
     */
    public void start(Consumer<Mounts> mount) {
        ServletContextHandler servlets = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        servlets.setErrorHandler(
                new ProblemHandler(new SecurityHeaders(config.tls().isPresent())));
        servlets.setMaxFormContentSize(FORM_BYTES);
        mount.accept(new Mounts(servlets));
        servlets.addServlet(new ServletHolder(new Nowhere()), "/");
        ContextHandlerCollection contexts = new ContextHandlerCollection(servlets);
        config.console().ifPresent(pages -> contexts.addHandler(console(pages)));
        server.setHandler(around(config.console().isPresent() ? new FrontDoor(contexts) : contexts));
        server.setRequestLog(accessLog);
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw new ApiFault(
                    config.tls().isPresent() ? ApiFaultCode.TLS : ApiFaultCode.LISTEN, Map.of("port", port()), e);
        }
    }

    /** Lets requests in progress end, then stops. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("requests in progress were cut off: {}", e.toString());
        } finally {
            connector.close();
        }
    }

    private Handler around(Handler inner) {
        SizeLimitHandler size = new SizeLimitHandler(config.limits().requestBytes(), -1);
        size.setHandler(inner);
        // Outside of the deadline, which marks the requests that this fails too.
        MinimumDataRateHandler rate = new MinimumDataRateHandler(
                new BodyDeadline(size, config.limits().requestBytes()), MIN_BYTES_PER_SECOND, 0);
        Handler.Singleton timed = new AnswerDeadline(rate);
        Handler.Singleton outer = Lanes.before(timed, config.limits());
        if (!config.corsOrigins().isEmpty()) {
            CrossOriginHandler cors = new CrossOriginHandler();
            cors.setAllowedOriginPatterns(
                    Set.copyOf(config.corsOrigins().stream().map(Pattern::quote).toList()));
            cors.setAllowedMethods(Set.of("GET", "POST", "PUT"));
            cors.setAllowedHeaders(Set.of("Authorization", "Content-Type", "If-Match"));
            cors.setHandler(outer);
            outer = cors;
        }
        SecurityHeaders headers = new SecurityHeaders(config.tls().isPresent());
        headers.setHandler(outer);
        return new GracefulHandler(headers);
    }

    private static Handler console(URI pages) {
        ContextHandler context = new ContextHandler("/console");
        ResourceHandler files = new ResourceHandler();
        files.setBaseResource(ResourceFactory.of(context).newResource(pages));
        files.setDirAllowed(false);
        files.setEtags(true);
        context.setHandler(files);
        return context;
    }

    private static ServerConnector connector(WebConfig config, Server server) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setUriCompliance(UriCompliance.DEFAULT);
        http.setRelativeRedirectAllowed(true);
        ServerConnector connector;
        if (config.tls().isPresent()) {
            Tls tls = config.tls().get();
            SslContextFactory.Server context = new SslContextFactory.Server();
            context.setKeyStorePath(tls.keyStore().toString());
            context.setKeyStoreType("PKCS12");
            context.setKeyStorePassword(tls.password());
            context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
            http.addCustomizer(new SecureRequestCustomizer(false));
            connector = new ServerConnector(server, context, new HttpConnectionFactory(http));
        } else {
            connector = new ServerConnector(server, new HttpConnectionFactory(http));
        }
        connector.setHost(config.listen().getHostString());
        connector.setPort(config.listen().getPort());
        Limits limits = config.limits().fitting(Descriptors.ofThisProcess());
        connector.addBean(new ConnectionShare(limits.connections(), limits.connectionsPerAddress()));
        connector.setIdleTimeout(config.limits().idle().toMillis());
        return connector;
    }
}
