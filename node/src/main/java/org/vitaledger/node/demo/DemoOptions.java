package org.vitaledger.node.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the demo is asked to do.
 *
 * @param home the node's folder, fresh
 * @param recordings a folder of recorded vital signs, or empty to invent some
 * @param duration how long devices deliver; empty until interrupted
 * @param devices how many virtual devices
 * @param pace how many times faster than recorded
 * @param sample how many readings are read back and verified, 0 for all
 */
public record DemoOptions(
        Path home, Optional<Path> recordings, Optional<Duration> duration, int devices, double pace, int sample) {
    static final int FEWEST_DEVICES = 2;
    static final int MOST_DEVICES = 500;

    public DemoOptions {
        if (devices < FEWEST_DEVICES || devices > MOST_DEVICES) {
            throw new IllegalArgumentException("the demo has 2 to 500 devices");
        }
    }
}
