package org.vitaledger.api.fhir;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.vitaledger.core.fault.Fault;

/** Waits for what must be durable before an answer. */
final class Futures {
    private Futures() {}

    /**
     * The value of a future.
     *
     * @throws Fault what it failed with
     */
    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Fault fault ? fault : e;
        }
    }
}
