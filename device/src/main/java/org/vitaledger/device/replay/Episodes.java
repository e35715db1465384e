package org.vitaledger.device.replay;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Deteriorations of an invented patient: they come by chance, build up, stay and pass. */
final class Episodes {
    private static final Effect DESATURATION = new Effect(28, 12, -11, 8, 0, 0);
    private static final Effect SEPSIS = new Effect(48, 12, -4, -34, 2.4, -2);
    private static final Effect BLEEDING = new Effect(44, 6, -1, -42, -0.4, -1);
    private static final Effect BRADYCARDIA = new Effect(-38, -2, -2, -20, 0, 0);
    private static final List<Effect> KINDS = List.of(DESATURATION, SEPSIS, BLEEDING, BRADYCARDIA);

    private final SplittableRandom random;
    private final double meanGapSeconds;
    private Effect worst;
    private double start;
    private double length;

    /** What is added to each vital sign when the deterioration is at its worst. */
    record Effect(
            double heartRate,
            double respiratoryRate,
            double saturation,
            double systolic,
            double temperature,
            double comaScore) {
        Effect times(double strength) {
            return new Effect(
                    heartRate * strength,
                    respiratoryRate * strength,
                    saturation * strength,
                    systolic * strength,
                    temperature * strength,
                    comaScore * strength);
        }
    }

    Episodes(SplittableRandom random, Duration meanGap) {
        this.random = random;
        this.meanGapSeconds = meanGap.toNanos() / 1e9;
        this.worst = plan(0);
    }

    /** The effect at a moment; moments must not go back. */
    Effect at(double seconds) {
        while (seconds > start + length) {
            worst = plan(start + length);
        }
        double part = (seconds - start) / length;
        if (part <= 0) {
            return worst.times(0);
        }
        // A fifth of the time to build up and a fifth to pass.
        return worst.times(Math.clamp(5 * Math.min(part, 1 - part), 0.0, 1.0));
    }

    private Effect plan(double after) {
        start = after - meanGapSeconds * StrictMath.log(1 - random.nextDouble());
        length = meanGapSeconds * (0.1 + 0.2 * random.nextDouble());
        return KINDS.get(random.nextInt(KINDS.size()));
    }
}
