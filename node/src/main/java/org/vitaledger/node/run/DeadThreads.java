package org.vitaledger.node.run;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vitaledger.core.fault.Fault;

/**
 * The threads of this process that something unforeseen ended. What such a thread did is missing from then on, so nobody may
 * go on as if it were there. A thread that serves one request, or one connection, ends with that and is missed by nobody.
 */
public final class DeadThreads implements Thread.UncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DeadThreads.class);
    private static final Predicate<String> IS_OF_ONE_REQUEST = Pattern.compile(
                    "http-\\d+|api-warm-up|ledger-member|ledger-receipts|main|")
            .asMatchPredicate();

    private static final DeadThreads OF_THIS_PROCESS = new DeadThreads();

    private final AtomicReference<Optional<Fault>> first = new AtomicReference<>(Optional.empty());

    DeadThreads() {}

    /** From now on remembers the first thread of this process that dies. */
    public static void watch() {
        Thread.setDefaultUncaughtExceptionHandler(OF_THIS_PROCESS);
    }

    /** Those of this process; none unless they are watched. */
    static DeadThreads ofThisProcess() {
        return OF_THIS_PROCESS;
    }

    /** VL-NODE-017 for the first thread that died; empty if none did. */
    Optional<Fault> fault() {
        return first.get();
    }

    @Override
    public void uncaughtException(Thread thread, Throwable cause) {
        LOG.error("the thread {} ended", thread.getName(), cause);
        if (!IS_OF_ONE_REQUEST.test(thread.getName())) {
            Fault fault = new NodeFault(NodeFault.NodeCode.THREAD_DIED, Map.of("thread", thread.getName()), cause);
            first.compareAndSet(Optional.empty(), Optional.of(fault));
        }
    }
}
