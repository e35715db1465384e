package org.vitaledger.core.governance;

/**
 * By which version of the contracts blocks are made, from a height on until the next change's height.
 *
 * @param version from 1, one more with every change
 * @param fromHeight the first block
 */
public record VersionChange(int version, long fromHeight) {
    public VersionChange {
        if (version < 1 || fromHeight < 0) {
            throw new IllegalArgumentException("versions count from 1, heights from 0");
        }
    }
}
