package org.vitaledger.node.cli;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Refuses numbers of the command line that make no sense, before anything is started; exit code {@link ExitCode#USAGE}. */
public final class Bounds {
    private Bounds() {}

    /**
     * Requires {@code least <= value <= most}.
     *
     * @throws ParameterException naming the option, its value and both bounds, if it does not hold
     */
    public static void require(CommandSpec spec, String option, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " is " + number(value) + ", and takes a number from " + number(least) + " to "
                            + number(most) + ".");
        }
    }

    /** Runs a command unless one of its numbers is negative: no option of this program takes such a number. */
    static int runUnlessNegative(ParseResult parsed) {
        List<CommandLine> commands = parsed.asCommandLineList();
        for (CommandLine command : commands) {
            for (OptionSpec option : command.getParseResult().matchedOptions()) {
                requireNotNegative(command, option);
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static void requireNotNegative(CommandLine command, OptionSpec option) {
        Object given = option.getValue();
        for (Object one : given instanceof Collection<?> many ? many : Collections.singleton(given)) {
            if (one instanceof Number number && number.doubleValue() < 0) {
                throw new ParameterException(
                        command,
                        option.longestName() + " is " + number(number.doubleValue())
                                + ", and takes no negative number.");
            }
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
