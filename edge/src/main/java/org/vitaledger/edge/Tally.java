package org.vitaledger.edge;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.vitaledger.edge.admit.AdmissionRefusal;

/** Counts what happens and passes it on. Safe for any thread. */
final class Tally implements GatewayListener {
    private final GatewayListener next;
    private final LongAdder packs = new LongAdder();
    private final LongAdder readings = new LongAdder();
    private final LongAdder gaps = new LongAdder();
    private final LongAdder alerts = new LongAdder();
    private final LongAdder batches = new LongAdder();
    private final LongAdder committed = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final Map<AdmissionRefusal, LongAdder> refused = new EnumMap<>(AdmissionRefusal.class);

    Tally(GatewayListener next) {
        this.next = next;
        for (AdmissionRefusal refusal : AdmissionRefusal.values()) {
            refused.put(refusal, new LongAdder());
        }
    }

    @Override
    public void happened(GatewayEvent event) {
        switch (event) {
            case GatewayEvent.Accepted accepted -> {
                packs.increment();
                readings.add(accepted.readings());
                gaps.add(accepted.gap().isPresent() ? 1 : 0);
            }
            case GatewayEvent.Refused refusal -> {
                LongAdder count = refused.get(refusal.refusal());
                if (count != null) {
                    count.increment();
                }
            }
            case GatewayEvent.Alerted alerted -> alerts.increment();
            case GatewayEvent.Committed batch -> {
                batches.increment();
                committed.add(batch.batch().commitments().size());
            }
            case GatewayEvent.Failed failed -> {}
        }
        next.happened(event);
    }

    void repeated() {
        repeated.increment();
    }

    GatewayStats.Accepted accepted() {
        return new GatewayStats.Accepted(packs.sum(), readings.sum(), repeated.sum(), gaps.sum(), alerts.sum());
    }

    GatewayStats.Committed committed() {
        return new GatewayStats.Committed(batches.sum(), committed.sum());
    }

    Map<AdmissionRefusal, Long> refused() {
        Map<AdmissionRefusal, Long> counts = new EnumMap<>(AdmissionRefusal.class);
        refused.forEach((refusal, count) -> {
            if (count.sum() > 0) {
                counts.put(refusal, count.sum());
            }
        });
        return counts;
    }
}
