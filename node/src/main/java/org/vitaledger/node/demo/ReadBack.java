package org.vitaledger.node.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.node.client.ApiClient;

/** Reads acknowledged readings back by FHIR and verifies their proofs: all of them, or a sample, so that it ends in time. */
final class ReadBack {
    private static final int CLIENTS = 4;
    private static final long SEED = 1;

    private final ApiClient client;
    private final List<ReadingId> readings;
    private final long acknowledged;

    /**
     * @param acknowledged how many readings each acknowledged pack holds
     * @param sample how many to read, 0 for all
     */
    ReadBack(ApiClient client, Map<CommitTimes.Key, Integer> acknowledged, int sample) {
        this.client = client;
        List<ReadingId> all = new ArrayList<>();
        acknowledged.forEach((pack, readings) -> {
            for (int i = 0; i < readings; i++) {
                all.add(new ReadingId(pack.device(), pack.sequence(), i));
            }
        });
        this.acknowledged = all.size();
        all.sort(Comparator.comparing(ReadingId::text));
        Collections.shuffle(all, new SplittableRandom(SEED));
        this.readings = sample == 0 ? all : all.subList(0, Math.min(sample, all.size()));
    }

    /** How many are read back. */
    int size() {
        return readings.size();
    }

    /** Reads them with the tokens of those whom the devices measure. */
    DemoResult.Check check(Function<DeviceId, String> tokens) throws InterruptedException {
        List<Future<DemoResult.Check>> parts = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(CLIENTS)) {
            for (ReadingId reading : readings) {
                parts.add(pool.submit(() -> check(reading, tokens.apply(reading.device()))));
            }
        }
        DemoResult.Check all = new DemoResult.Check(acknowledged, 0, 0, 0, true);
        for (Future<DemoResult.Check> part : parts) {
            try {
                all = all.plus(part.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("a check failed", e.getCause());
            }
        }
        return all;
    }

    private DemoResult.Check check(ReadingId reading, String token) {
        boolean readable = client.status("/fhir/Observation/" + reading.text(), token) == 200;
        boolean proved = client.proves(reading.text(), token);
        return new DemoResult.Check(0, 1, readable ? 1 : 0, proved ? 1 : 0, true);
    }
}
