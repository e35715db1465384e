package org.vitaledger.api.feed;

import java.time.Instant;

/**
 * A packet that the edge refused and kept.
 *
 * @param id tells it from others, as {@link IngestFeed#replay} takes it
 * @param time when
 * @param source the connection's device, as it claimed to be
 * @param reason the stable name of the reason
 * @param bytes its size
 */
public record Quarantined(long id, Instant time, String source, String reason, int bytes) {}
