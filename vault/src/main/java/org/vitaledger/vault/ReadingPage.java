package org.vitaledger.vault;

import java.util.List;
import java.util.Optional;

/**
 * A page of readings.
 *
 * @param readings at most the query's limit
 * @param next where the next page starts, or empty if there is no more
 */
public record ReadingPage(List<OpenedReading> readings, Optional<ReadingQuery.Cursor> next) {
    public ReadingPage {
        readings = List.copyOf(readings);
    }
}
