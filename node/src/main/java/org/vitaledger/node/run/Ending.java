package org.vitaledger.node.run;

/** How the process ends when the node itself asks for that; whoever supervises it then starts it again. */
public final class Ending {
    /** Because other members order from now on. */
    public static final int AGAIN = 5;

    /** Because a part broke in a way that only a new start mends. */
    public static final int BROKEN = 6;

    private static volatile boolean asked;

    private Ending() {}

    /** Ends the process with {@code code}, in order. */
    static void with(int code) {
        asked = true;
        // On a thread of its own: the process waits for those of the node.
        Thread.ofPlatform().name("ending").start(() -> System.exit(code));
    }

    /** Whether the node asked for the end, so that its code is the process's. */
    public static boolean isAsked() {
        return asked;
    }
}
