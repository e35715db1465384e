package org.vitaledger.node.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.ServiceLoader;
import java.util.logging.LogManager;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.node.demo.DemoCommand;
import org.vitaledger.node.demo.DeviceCommand;
import org.vitaledger.node.network.NetworkCommand;
import org.vitaledger.node.run.NodeConfig;
import org.vitaledger.node.run.NodeFault;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.TypeConversionException;

/** The command line as a whole. */
public final class CommandLineProgram {
    private CommandLineProgram() {}

    @Command(
            name = "vitaledger",
            description =
                    "Medical device data that can be proved: signed at the device, sealed per patient, committed to a"
                            + " ledger, readable under consent.",
            mixinStandardHelpOptions = true,
            version = "VitaLedger 0.1.0",
            synopsisSubcommandLabel = "COMMAND",
            footer = {
                "",
                "Exit codes: 0 yes, 1 no, 2 wrong usage, 3 a failure of the environment, 4 a log broke its promise (follow),"
                        + " 5 and 6 the node has to start again (node)."
            },
            subcommands = {
                DemoCommand.class,
                NodeCommand.class,
                NetworkCommand.class,
                TokenCommand.class,
                DeviceCommand.class,
                VerifyCommand.class,
                FollowCommand.class,
                WitnessCommand.class,
                FsckCommand.class
            })
    private static final class Root {}

    /** Runs one command and answers with its exit code. */
    public static int run(String... args) {
        configureLogging();
        return program().execute(args);
    }

    static CommandLine program() {
        CommandLine program = new CommandLine(new Root());
        ServiceLoader.load(Subcommand.class).forEach(program::addSubcommand);
        program.getSubcommands().values().forEach(each -> each.getCommandSpec().mixinStandardHelpOptions(true));
        program.registerConverter(InetSocketAddress.class, CommandLineProgram::listening);
        program.registerConverter(URI.class, CommandLineProgram::address);
        program.setExecutionStrategy(Bounds::runUnlessNegative);
        program.setExecutionExceptionHandler((thrown, command, parsed) -> explain(thrown, command));
        return program;
    }

    private static InetSocketAddress listening(String text) {
        try {
            return NodeConfig.address(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "': " + e.getMessage());
        }
    }

    private static URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "': an address is http://HOST/PATH or https://HOST/PATH");
        }
    }

    private static int explain(Exception thrown, CommandLine command) throws Exception {
        switch (thrown) {
            case Fault fault -> {
                command.getErr().println(fault.getMessage());
                command.getErr().println("Remedy: " + fault.code().remedy());
                if (fault.code() == NodeFault.NodeCode.SETTING_UNKNOWN
                        || fault.code() == NodeFault.NodeCode.SETTING_WRONG) {
                    command.getErr().flush();
                    return ExitCode.USAGE;
                }
            }
            case NoSuchFileException missing -> command.getErr().println("There is no file " + missing.getMessage());
            case IOException io -> command.getErr().println("Can't read or write: " + io.getMessage());
            case UncheckedIOException io -> command.getErr().println("Can't read or write: " + io.getMessage());
            default -> throw thrown;
        }
        command.getErr().flush();
        return ExitCode.FAULT;
    }

    private static void configureLogging() {
        if (System.getProperty("java.util.logging.config.file") != null) {
            return;
        }
        try (InputStream defaults = CommandLineProgram.class.getResourceAsStream("/logging.properties")) {
            LogManager.getLogManager().readConfiguration(defaults);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
