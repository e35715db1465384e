package org.vitaledger.api.fhir;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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
    private static final Pattern FORM =
            Pattern.compile("(eq|ne|gt|lt|ge|le|sa|eb|ap)?([0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:T.{1,40})?)?)?)");
    private static final Pattern TIME =
            Pattern.compile("([0-9]{2}:[0-9]{2})(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+ -][0-9]{2}:[0-9]{2})?");
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
        Instant[] range = range(matcher.group(2));
        Instant low = range[0];
        Instant high = range[1];
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

    private static Instant[] range(String text) {
        try {
            return switch (text.length()) {
                case 4 ->
                    days(LocalDate.of(Integer.parseInt(text), 1, 1), LocalDate.of(Integer.parseInt(text) + 1, 1, 1));
                case 7 -> {
                    LocalDate month = LocalDate.parse(text + "-01");
                    yield days(month, month.plusMonths(1));
                }
                case 10 -> {
                    LocalDate day = LocalDate.parse(text);
                    yield days(day, day.plusDays(1));
                }
                default -> time(text);
            };
        } catch (DateTimeException e) {
            throw bad();
        }
    }

    private static Instant[] time(String text) {
        Matcher matcher = TIME.matcher(text.substring("yyyy-MM-ddT".length()));
        if (!matcher.matches()) {
            throw bad();
        }
        String seconds = matcher.group(2) == null ? ":00" : matcher.group(2);
        LocalDateTime local = LocalDateTime.parse(text.substring(0, 11) + matcher.group(1) + seconds);
        String zone = matcher.group(4) == null ? "Z" : matcher.group(4).replace(' ', '+');
        Instant low = OffsetDateTime.of(local, ZoneOffset.of(zone)).toInstant();
        String fraction = matcher.group(3);
        long nanos = matcher.group(2) == null ? 60_000_000_000L : 1_000_000_000L;
        if (fraction != null) {
            nanos = Math.max(1_000_000L, Math.powExact(10L, 10 - fraction.length()));
        }
        return new Instant[] {low, low.plusNanos(nanos)};
    }

    private static Instant[] days(LocalDate from, LocalDate to) {
        return new Instant[] {
            from.atStartOfDay(ZoneOffset.UTC).toInstant(),
            to.atStartOfDay(ZoneOffset.UTC).toInstant()
        };
    }

    private static RefusedRequest bad() {
        return new RefusedRequest(ApiRefusal.BAD_VALUE, "date");
    }
}
