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
 */
public record DemoOptions(Path home, Optional<Path> recordings, Optional<Duration> duration, int devices, double pace) {
    public DemoOptions {
        if (devices < 2 || devices > 500) {
            throw new IllegalArgumentException("the demo has 2 to 500 devices");
        }
    }
}
