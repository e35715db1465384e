package org.vitaledger.api.fhir;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The times that a FHIR date or dateTime stands for: its precision makes it a span (FHIR R4 datatypes, dateTime; search
 * 3.1.1.4.7). Without a zone, UTC. One reading of dates for searches and for consents.
 *
 * @param low the first
 * @param high behind the last
 */
record DateRange(Instant low, Instant high) {
    private static final Pattern FORM = Pattern.compile("[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:T(?<time>.{1,40}))?)?)?");
    private static final Pattern TIME =
            Pattern.compile("([0-9]{2}:[0-9]{2})(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+ -][0-9]{2}:[0-9]{2})?");

    /**
     * Reads a date.
     *
     * @throws DateTimeException if it is none
     */
    static DateRange parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new DateTimeException("not a date");
        }
        return switch (text.length()) {
            case 4 -> {
                LocalDate year = LocalDate.parse(text + "-01-01");
                yield days(year, year.plusYears(1));
            }
            case 7 -> {
                LocalDate month = LocalDate.parse(text + "-01");
                yield days(month, month.plusMonths(1));
            }
            case 10 -> {
                LocalDate day = LocalDate.parse(text);
                yield days(day, day.plusDays(1));
            }
            default -> time(text.substring(0, 11), matcher.group("time"));
        };
    }

    private static DateRange time(String date, String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw new DateTimeException("not a time");
        }
        String seconds = matcher.group(2) == null ? ":00" : matcher.group(2);
        LocalDateTime local = LocalDateTime.parse(date + matcher.group(1) + seconds);
        String zone = matcher.group(4) == null ? "Z" : matcher.group(4).replace(' ', '+');
        Instant low = OffsetDateTime.of(local, ZoneOffset.of(zone)).toInstant();
        String fraction = matcher.group(3);
        long nanos = matcher.group(2) == null ? 60_000_000_000L : 1_000_000_000L;
        if (fraction != null) {
            nanos = Math.max(1_000_000L, Math.powExact(10L, 10 - fraction.length()));
        }
        return new DateRange(low, low.plusNanos(nanos));
    }

    private static DateRange days(LocalDate from, LocalDate to) {
        return new DateRange(
                from.atStartOfDay(ZoneOffset.UTC).toInstant(),
                to.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
