package org.vitaledger.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassType;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import java.io.BufferedReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;
import org.vitaledger.node.Main;

/** What becomes of a node one of whose threads something unforeseen ends, as a debugger can bring about. */
@Tag("nightly")
@Timeout(300)
class BrokenThreadIT {
    @TempDir
    private Path folder = Path.of("");

    @Test
    @Proves("INV-022")
    void endsWithSix() throws Exception {
        int port = freePort();
        Process process = start(port, List.of());
        try {
            assertThat(awaitRunning(process.inputReader(StandardCharsets.UTF_8)))
                    .isTrue();
            end("vault-index", port);
            assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ExitCode.BROKEN);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    @Proves("INV-022")
    void isStartedAgainByItsSupervisor() throws Exception {
        Process process = start(0, List.of("--supervised"));
        try {
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            assertThat(awaitRunning(out)).isTrue();
            ProcessHandle first = process.children().findFirst().orElseThrow();
            // The node itself is a child that can't be debugged, so this one ends as if it had given up.
            first.destroyForcibly();
            assertThat(awaitRunning(out)).isTrue();
            assertThat(process.children().map(ProcessHandle::pid)).doesNotContain(first.pid());
        } finally {
            process.destroy();
            process.waitFor(60, TimeUnit.SECONDS);
            process.destroyForcibly();
        }
    }

    private Process start(int debugPort, List<String> more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "--enable-native-access=ALL-UNNAMED"));
        if (debugPort > 0) {
            command.add("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + debugPort);
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "node",
                "--home",
                folder.resolve("home").toString()));
        command.addAll(more);
        for (String setting : List.of("http", "mqtts", "mqtt")) {
            command.addAll(List.of("--set", setting + "=127.0.0.1:0"));
        }
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    /** Throws an error in a thread of the process, wherever it is. */
    private static void end(String thread, int port) throws Exception {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(each -> each.name().equals("com.sun.jdi.SocketAttach"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        Map<String, String> values = Map.of("hostname", "127.0.0.1", "port", Integer.toString(port));
        arguments.forEach((name, argument) -> argument.setValue(values.getOrDefault(name, argument.value())));
        VirtualMachine machine = connector.attach(arguments);
        try {
            machine.suspend();
            ThreadReference victim = machine.allThreads().stream()
                    .filter(each -> each.name().equals(thread))
                    .findFirst()
                    .orElseThrow();
            victim.stop(error(machine));
            machine.resume();
        } finally {
            machine.dispose();
        }
    }

    /** An error that the process has made already. */
    private static ObjectReference error(VirtualMachine machine) {
        return Set.of("java.lang.OutOfMemoryError", "java.lang.NullPointerException", "java.lang.ArithmeticException")
                .stream()
                .flatMap(name -> machine.classesByName(name).stream())
                .map(ClassType.class::cast)
                .flatMap(type -> type.instances(1).stream())
                .findFirst()
                .orElseThrow();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean awaitRunning(BufferedReader out) throws Exception {
        String line = out.readLine();
        while (line != null && !line.startsWith("passwordFile")) {
            line = out.readLine();
        }
        return line != null;
    }
}
