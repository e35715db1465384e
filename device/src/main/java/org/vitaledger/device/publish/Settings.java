package org.vitaledger.device.publish;

import java.time.InstantSource;

/**
 * How virtual devices deliver.
 *
 * @param clock tells them the time
 * @param window the most packs of one device that wait for their acknowledgement
 */
public record Settings(InstantSource clock, int window) {
    public Settings {
        if (window < 1) {
            throw new IllegalArgumentException("a window has room for a pack");
        }
    }
}
