package org.vitaledger.ledger.stamp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** A real time stamping authority: OpenSSL's, behind HTTP as RFC 3161 section 3.4 has it. */
public final class OpenSslAuthority implements AutoCloseable {
    private static final String CONFIG = """
            [ tsa ]
            default_tsa = tsa1
            [ tsa1 ]
            dir = .
            serial = ./serial
            crypto_device = builtin
            signer_cert = ./tsa.pem
            signer_key = ./tsa.key
            signer_digest = sha256
            default_policy = 1.3.6.1.4.1.99999.1
            digests = sha256, sha384, sha512
            accuracy = secs:1
            ordering = yes
            ess_cert_id_chain = no
            ess_cert_id_alg = sha256
            [ req ]
            distinguished_name = name
            prompt = no
            x509_extensions = stamping
            [ name ]
            CN = Test authority
            [ stamping ]
            basicConstraints = critical, CA:false
            keyUsage = critical, digitalSignature
            extendedKeyUsage = critical, timeStamping
            [ ordinary ]
            basicConstraints = critical, CA:false
            """;

    private final Path folder;
    private final HttpServer server;
    private final ConcurrentHashMap<String, Boolean> asked = new ConcurrentHashMap<>();
    private volatile UnaryOperator<byte[]> change = reply -> reply;

    public OpenSslAuthority(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("tsa.cnf"), CONFIG);
        Files.writeString(folder.resolve("serial"), "01\n");
        certificate("tsa", "stamping");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/tsa", this::answer);
        server.start();
    }

    public static boolean isInstalled() {
        try {
            return new ProcessBuilder("openssl", "ts", "-help").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsa");
    }

    /** The authority's own certificate. */
    X509Certificate certificate() {
        return read("tsa");
    }

    /** The file with {@link #certificate()}. */
    public Path certificateFile() {
        return folder.resolve("tsa.pem");
    }

    /** A new self-signed certificate with the extensions of a section. */
    X509Certificate certificate(String name, String extensions) {
        run("req -x509 -newkey rsa:2048 -nodes -sha256 -days 2 -config tsa.cnf -extensions " + extensions + " -keyout "
                + name + ".key -out " + name + ".pem");
        return read(name);
    }

    /** From now on replies are changed on their way. */
    void change(UnaryOperator<byte[]> next) {
        change = next;
    }

    /** How many different requests came. */
    int requests() {
        return asked.size();
    }

    String run(String arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" ")));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(said);
            }
            return said;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private X509Certificate read(String name) {
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".pem"))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] query = exchange.getRequestBody().readAllBytes();
            asked.put(HexFormat.of().formatHex(query), true);
            Files.write(folder.resolve("query.tsq"), query);
            run("ts -reply -config tsa.cnf -queryfile query.tsq -out reply.tsr");
            byte[] reply = change.apply(Files.readAllBytes(folder.resolve("reply.tsr")));
            exchange.getResponseHeaders().add("Content-Type", "application/timestamp-reply");
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
