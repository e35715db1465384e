package org.vitaledger.node.cli;

import org.vitaledger.node.run.Ending;

/** What the exit codes of the program mean. */
public final class ExitCode {
    /** Done; what was asked holds. */
    public static final int YES = 0;
    /** Done; what was asked does not hold: a proof is refuted, a store differs, a reading is missing. */
    public static final int NO = 1;
    /** The arguments were wrong. */
    public static final int USAGE = 2;
    /** The environment failed: a file, a port, a peer. */
    public static final int FAULT = 3;
    /** A log broke its promise, provably: the evidence is in a file. */
    public static final int BREACH = 4;
    /** The members of the consortium changed: the node has to start again, as it does under a supervisor. */
    public static final int AGAIN = Ending.AGAIN;
    /** A part of the node broke: the node has to start again, as it does under a supervisor. */
    public static final int BROKEN = Ending.BROKEN;

    private ExitCode() {}
}
