package org.vitaledger.ledger.hashgraph.engine;

import com.hedera.hapi.platform.event.StateSignatureTransaction;
import com.swirlds.metrics.api.Metrics;
import com.swirlds.platform.builder.ExecutionLayer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.hiero.consensus.model.status.PlatformStatus;
import org.hiero.consensus.model.transaction.TimestampedTransaction;
import org.hiero.consensus.transaction.TransactionLimits;
import org.hiero.consensus.transaction.TransactionPoolNexus;
import org.vitaledger.core.bytes.Bytes;

/** Hands our transactions to the engine when it makes an event. */
final class Execution implements ExecutionLayer {
    private static final int WAITING = 8_192;
    private static final int EVENT_BYTES = 512 << 10;

    private final TransactionLimits limits;
    private final TransactionPoolNexus pool;
    private final Consumer<PlatformStatus> statuses;

    Execution(int payloadBytes, Metrics metrics, InstantSource clock, Consumer<PlatformStatus> statuses) {
        this.limits = new TransactionLimits(payloadBytes + Envelope.OVERHEAD, EVENT_BYTES);
        this.pool = new TransactionPoolNexus(
                limits, WAITING, TransactionPoolNexus.DEFAULT_MAXIMUM_PERMISSIBLE_UNHEALTHY_DURATION, metrics, clock);
        this.statuses = statuses;
    }

    /** False if the engine can't take it now. */
    boolean offer(Bytes content) {
        return pool.submitApplicationTransaction(bytes(new Envelope.Content(content)));
    }

    /** Goes out with the next event. */
    void tell(Envelope envelope) {
        pool.submitPriorityTransaction(bytes(envelope));
    }

    @Override
    public void submitStateSignature(StateSignatureTransaction transaction) {
        Bytes content =
                Bytes.of(StateSignatureTransaction.PROTOBUF.toBytes(transaction).toByteArray());
        tell(new Envelope.EngineSignature(content));
    }

    private static com.hedera.pbj.runtime.io.buffer.Bytes bytes(Envelope envelope) {
        return com.hedera.pbj.runtime.io.buffer.Bytes.wrap(envelope.encode().toArray());
    }

    @Override
    public void newPlatformStatus(PlatformStatus status) {
        pool.updatePlatformStatus(status);
        statuses.accept(status);
    }

    @Override
    public List<TimestampedTransaction> getTransactionsForEvent() {
        return pool.getTransactionsForEvent();
    }

    @Override
    public boolean hasBufferedSignatureTransactions() {
        return pool.hasBufferedSignatureTransactions();
    }

    @Override
    public TransactionLimits getTransactionLimits() {
        return limits;
    }

    @Override
    public void reportUnhealthyDuration(Duration duration) {
        pool.reportUnhealthyDuration(duration);
    }
}
