package org.vitaledger.api.fhir;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;

/**
 * Date search values (FHIR R4 search 3.1.1.4.7): a prefix and a date whose precision makes it a span. Times of readings
 * are exact to the millisecond. Without a zone, UTC.
 */
final class DateValue {
    private static final Pattern FORM = Pattern.compile("(eq|ne|gt|lt|ge|le|sa|eb|ap)?([0-9].{3,50})");
    private static final int APPROXIMATION = 10;

    private final Instant now;

    /** Reads values at a time, which approximate dates depend on. */
    DateValue(Instant now) {
        this.now = now;
    }

    /**
     * The times that match all of the outer list and any of each inner list.
     *
     * @throws RefusedRequest if a value is no date
     */
    TimeSpans spans(List<List<String>> values) {
        TimeSpans all = TimeSpans.ALL;
        for (List<String> alternatives : values) {
            TimeSpans any = new TimeSpans(List.of());
            for (String value : alternatives) {
                any = any.or(span(value));
            }
            all = all.and(any);
        }
        return all;
    }

    private TimeSpans span(String value) {
        Matcher matcher = FORM.matcher(value);
        if (!matcher.matches()) {
            throw bad();
        }
        DateRange range = range(matcher.group(2));
        Instant low = range.low();
        Instant high = range.high();
        String prefix = matcher.group(1) == null ? "eq" : matcher.group(1);
        return switch (prefix) {
            case "eq" -> TimeSpans.of(low, high);
            case "ne" -> TimeSpans.of(Instant.MIN, low).or(TimeSpans.of(high, Instant.MAX));
            case "gt", "sa" -> TimeSpans.of(high, Instant.MAX);
            case "lt", "eb" -> TimeSpans.of(Instant.MIN, low);
            case "ge" -> TimeSpans.of(low, Instant.MAX);
            case "le" -> TimeSpans.of(Instant.MIN, high);
            case "ap" -> {
                Duration slack = Duration.between(low, now).abs().dividedBy(APPROXIMATION);
                yield TimeSpans.of(low.minus(slack), high.plus(slack));
            }
            default -> throw bad();
        };
    }

    private static DateRange range(String text) {
        try {
            return DateRange.parse(text);
        } catch (DateTimeException e) {
            throw bad();
        }
    }

    private static RefusedRequest bad() {
        return new RefusedRequest(ApiRefusal.BAD_VALUE, "date");
    }
}
