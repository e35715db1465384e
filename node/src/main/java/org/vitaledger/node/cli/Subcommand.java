package org.vitaledger.node.cli;

import java.util.concurrent.Callable;

/**
 * A command that another module adds to the command line, found by {@link java.util.ServiceLoader}; implementations
 * carry picocli's {@code @Command} and answer with an {@link ExitCode}.
 */
public interface Subcommand extends Callable<Integer> {}
