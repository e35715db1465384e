package org.vitaledger.edge.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

/** A small certification authority, made with the platform's keytool. */
final class TestKeys {
    static final String ALIAS = "own";
    static final String PASSWORD = "changeit";

    private final Path directory;
    private int count;

    TestKeys(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        pair("authority", "CN=Site", "-ext", "bc:c");
        keytool("-exportcert", "-rfc", "-keystore", file("authority"), "-alias", ALIAS, "-file", text("authority.pem"));
    }

    /** Trusts what the authority issued. */
    KeyStore authority() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", load("authority").getCertificate(ALIAS));
        return trusted;
    }

    /** A key with a certificate of its own. */
    KeyStore selfSigned(String subject) throws IOException, InterruptedException, GeneralSecurityException {
        String name = "k" + count++;
        pair(name, subject);
        return load(name);
    }

    /** A key with a certificate of the authority. */
    KeyStore issued(String subject) throws IOException, InterruptedException, GeneralSecurityException {
        String name = "k" + count++;
        pair(name, subject);
        String request = text(name + ".csr");
        String issued = text(name + ".pem");
        keytool("-certreq", "-keystore", file(name), "-alias", ALIAS, "-file", request);
        keytool(
                "-gencert",
                "-rfc",
                "-keystore",
                file("authority"),
                "-alias",
                ALIAS,
                "-infile",
                request,
                "-outfile",
                issued,
                "-ext",
                "san=dns:localhost");
        keytool("-importcert", "-noprompt", "-keystore", file(name), "-alias", "ca", "-file", text("authority.pem"));
        keytool("-importcert", "-noprompt", "-keystore", file(name), "-alias", ALIAS, "-file", issued);
        return load(name);
    }

    private void pair(String name, String subject, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                subject,
                "-alias",
                ALIAS,
                "-keystore",
                file(name)));
        arguments.addAll(List.of(more));
        keytool(arguments.toArray(String[]::new));
    }

    private KeyStore load(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(file(name)))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private String file(String name) {
        return text(name + ".p12");
    }

    private String text(String name) {
        return directory.resolve(name).toString();
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
    }
}
