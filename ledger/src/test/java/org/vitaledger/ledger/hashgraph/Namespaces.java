package org.vitaledger.ledger.hashgraph;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Network namespaces, one a member, joined by a bridge in one more, so that nothing outside is touched. A member's cable can be
 * pulled: what is sent is lost, and nobody is told. Needs the right to make namespaces; closing removes them all.
 */
final class Namespaces implements AutoCloseable {
    private static final String NETWORK = "10.213.7.";
    private static final long PATIENCE_SECONDS = 20;

    private final String prefix = "vl-test-" + ProcessHandle.current().pid() + "-";
    private final List<String> made = new ArrayList<>();

    private final Thread atExit = new Thread(this::removeAll);

    private Namespaces() {
        // Also when the tests are stopped from outside.
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Makes namespaces for {@code members}.
     *
     * @throws IOException says why it isn't possible here
     */
    static Namespaces of(int members) throws IOException {
        Namespaces namespaces = new Namespaces();
        try {
            namespaces.make(members);
            return namespaces;
        } catch (IOException e) {
            namespaces.close();
            throw e;
        }
    }

    private void make(int members) throws IOException {
        String hub = add("hub");
        ip("-n", hub, "link", "add", "bridge", "type", "bridge");
        ip("-n", hub, "link", "set", "bridge", "up");
        for (int member = 0; member < members; member++) {
            String name = add(Integer.toString(member));
            ip("-n", hub, "link", "add", cable(member), "type", "veth", "peer", "name", "eth0", "netns", name);
            ip("-n", hub, "link", "set", cable(member), "master", "bridge", "up");
            ip("-n", name, "address", "add", address(member) + "/24", "dev", "eth0");
            ip("-n", name, "link", "set", "lo", "up");
            ip("-n", name, "link", "set", "eth0", "up");
        }
    }

    private String add(String name) throws IOException {
        ip("netns", "add", prefix + name);
        made.add(prefix + name);
        return prefix + name;
    }

    private static String cable(int member) {
        return "cable" + member;
    }

    /** The namespace of {@code member}. */
    String name(int member) {
        return prefix + member;
    }

    /** Where {@code member} is reached. */
    static String address(int member) {
        return NETWORK + (member + 1);
    }

    /** Pulls the member's cable. */
    void cut(int member) throws IOException {
        ip("-n", prefix + "hub", "link", "set", cable(member), "down");
    }

    /** Plugs it in again. */
    void heal(int member) throws IOException {
        ip("-n", prefix + "hub", "link", "set", cable(member), "up");
    }

    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(atExit);
        List<IOException> failures = removeAll();
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    private synchronized List<IOException> removeAll() {
        List<IOException> failures = new ArrayList<>();
        for (String name : made.reversed()) {
            try {
                ip("netns", "delete", name);
            } catch (IOException e) {
                failures.add(e);
            }
        }
        made.clear();
        return failures;
    }

    private static void ip(String... words) throws IOException {
        List<String> line = new ArrayList<>(List.of("ip"));
        line.addAll(List.of(words));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(line + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", line) + ": " + said.strip());
        }
    }
}
