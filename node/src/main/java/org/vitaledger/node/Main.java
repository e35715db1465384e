package org.vitaledger.node;

import org.vitaledger.node.cli.CommandLineProgram;

/** Starts the command line. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(CommandLineProgram.run(args));
    }
}
