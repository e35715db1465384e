package org.vitaledger.device.replay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import org.vitaledger.core.value.Decimal;

/**
 * An invented patient: vital signs that drift with the time of day, wander together, and now and then deteriorate for
 * a while. Endless; the same seed gives the same patient. For one thread.
 */
public final class GeneratedPatient implements VitalSigns {
    private static final double SECONDS_PER_DAY = 86_400;
    private static final int SLOW_SIGNS_EVERY = 10;
    private static final int SCORES_EVERY = 60;

    private static final Sign HEART_RATE = new Sign("8867-4", "/min", 0, 25, 240);
    private static final Sign RESPIRATORY_RATE = new Sign("9279-1", "/min", 0, 4, 60);
    private static final Sign SATURATION = new Sign("59408-5", "%", 0, 60, 100);
    private static final Sign SYSTOLIC = new Sign("8480-6", "mm[Hg]", 0, 50, 250);
    private static final Sign DIASTOLIC = new Sign("8462-4", "mm[Hg]", 0, 30, 150);
    private static final Sign TEMPERATURE = new Sign("8310-5", "Cel", 1, 32, 42);
    private static final Sign COMA_SCORE = new Sign("9269-2", "{score}", 0, 3, 15);
    private static final Sign INHALED_OXYGEN = new Sign("3150-0", "%", 0, 21, 100);

    private final Duration interval;
    private final SplittableRandom random;
    private final Queue<Observation> due = new ArrayDeque<>();
    private final Episodes episodes;
    private final double heartRate;
    private final double respiratoryRate;
    private final double saturation;
    private final double systolic;
    private final double temperature;
    private final double clock;
    private final Wander stress;
    private final Wander breath;
    private final Wander pressure;
    private final Wander oxygen;
    private long tick;

    /**
     * Invents a patient.
     *
     * @param interval the time between two values of heart rate, breathing and saturation; pressure and temperature
     *     come every tenth time, scores every sixtieth
     * @param betweenEpisodes the mean time between two deteriorations
     */
    public GeneratedPatient(long seed, Duration interval, Duration betweenEpisodes) {
        if (!interval.isPositive() || !betweenEpisodes.isPositive()) {
            throw new IllegalArgumentException("a duration between values or episodes is positive");
        }
        this.interval = interval;
        random = new SplittableRandom(seed);
        heartRate = 76 + 8 * random.nextGaussian();
        respiratoryRate = 15 + 1.5 * random.nextGaussian();
        saturation = 97.3 + 0.6 * random.nextGaussian();
        systolic = 122 + 10 * random.nextGaussian();
        temperature = 36.7 + 0.2 * random.nextGaussian();
        clock = random.nextDouble();
        double step = interval.toNanos() / 1e9;
        stress = new Wander(random.split(), step, 300);
        breath = new Wander(random.split(), step, 60);
        pressure = new Wander(random.split(), step, 600);
        oxygen = new Wander(random.split(), step, 120);
        episodes = new Episodes(random.split(), betweenEpisodes);
    }

    @Override
    public Optional<Observation> next() {
        if (due.isEmpty()) {
            measure();
        }
        return Optional.of(due.remove());
    }

    private void measure() {
        Duration offset = interval.multipliedBy(tick);
        double seconds = offset.toNanos() / 1e9;
        Episodes.Effect effect = episodes.at(seconds);
        double day = StrictMath.cos(2 * Math.PI * (seconds / SECONDS_PER_DAY + clock));
        double tension = stress.step();

        double heart = heartRate + 4 * day + 4 * tension + effect.heartRate() + 1.2 * random.nextGaussian();
        double breathing = respiratoryRate + 0.6 * tension + breath.step() + effect.respiratoryRate();
        double oxygenation = saturation + 0.5 * oxygen.step() + effect.saturation();
        add(offset, HEART_RATE, heart);
        add(offset, RESPIRATORY_RATE, breathing);
        add(offset, SATURATION, oxygenation);
        if (tick % SLOW_SIGNS_EVERY == 0) {
            double upper = systolic + 6 * day + 5 * tension + 3 * pressure.step() + effect.systolic();
            add(offset, SYSTOLIC, upper);
            add(offset, DIASTOLIC, 0.6 * upper + 4 + random.nextGaussian());
            double warmth = temperature + 0.35 * day + effect.temperature() + 0.03 * random.nextGaussian();
            add(offset, TEMPERATURE, warmth);
        }
        if (tick % SCORES_EVERY == 0) {
            add(offset, COMA_SCORE, 15 + effect.comaScore());
            add(offset, INHALED_OXYGEN, 21);
        }
        tick++;
    }

    private void add(Duration offset, Sign sign, double value) {
        double bounded = Math.clamp(value, sign.min, sign.max);
        long unscaled = Math.round(bounded * (sign.digits == 0 ? 1 : 10));
        due.add(new Observation(offset, sign.code, sign.unit, new Decimal(unscaled, sign.digits)));
    }

    /** How a vital sign is told: with {@code digits} behind the point (0 or 1), within the bounds of its sensor. */
    private record Sign(String code, String unit, int digits, double min, double max) {}

    /** Noise with a memory of some seconds, of variance 1. */
    private static final class Wander {
        private final SplittableRandom random;
        private final double keep;
        private double state;

        Wander(SplittableRandom random, double step, double memorySeconds) {
            this.random = random;
            this.keep = StrictMath.exp(-step / memorySeconds);
            this.state = random.nextGaussian();
        }

        double step() {
            state = keep * state + StrictMath.sqrt(1 - keep * keep) * random.nextGaussian();
            return state;
        }
    }
}
