package org.vitaledger.api.fhir;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.core.value.Consent;

/**
 * A consent's period. In FHIR it includes every time that matches its end (R4 datatypes, Period), so that 2027-03-31 ends
 * with that day; the ledger keeps the first millisecond that is no longer in it. All in UTC.
 *
 * @param start the first time
 * @param end behind the last time
 */
record ConsentPeriod(Instant start, Instant end) {
    /** The end of consents without an end. */
    static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private static final String PATH = "Consent.provision.period";

    /**
     * Reads a period.
     *
     * @param now the start where it names none
     * @throws RefusedRequest if the ledger can't keep it
     */
    static ConsentPeriod of(Period period, Instant now) {
        Instant start =
                period.hasStart() ? range(period.getStartElement(), ".start").low() : now;
        Instant end = period.hasEnd() ? range(period.getEndElement(), ".end").high() : NEVER;
        if (!start.isBefore(end) || (period.hasEnd() && end.equals(NEVER))) {
            throw new RefusedRequest(ApiRefusal.NOT_REPRESENTABLE, PATH);
        }
        return new ConsentPeriod(start, end);
    }

    /** The period of a consent as FHIR has it. */
    static Period resource(Consent.Terms terms) {
        Period period = new Period();
        period.setStartElement(dateTime(terms.start(), TemporalPrecisionEnum.MILLI));
        if (!terms.end().equals(NEVER)) {
            boolean whole = terms.end().truncatedTo(ChronoUnit.SECONDS).equals(terms.end());
            Duration step = whole ? Duration.ofSeconds(1) : Duration.ofMillis(1);
            period.setEndElement(dateTime(
                    terms.end().minus(step), whole ? TemporalPrecisionEnum.SECOND : TemporalPrecisionEnum.MILLI));
        }
        return period;
    }

    private static DateTimeType dateTime(Instant time, TemporalPrecisionEnum precision) {
        DateTimeType written = new DateTimeType(Date.from(time), precision);
        written.setTimeZoneZulu(true);
        return written;
    }

    private static DateRange range(DateTimeType date, String element) {
        String text = date.getValueAsString();
        try {
            // A time of day without its zone is not FHIR; guessing one would move the period by hours.
            if (text.indexOf('T') >= 0 && !text.matches(".*(Z|[+-][0-9]{2}:[0-9]{2})")) {
                throw new RefusedRequest(ApiRefusal.NOT_REPRESENTABLE, PATH + element);
            }
            DateRange range = DateRange.parse(text);
            return new DateRange(toMillis(range.low()), toMillis(range.high()));
        } catch (DateTimeException e) {
            throw new RefusedRequest(ApiRefusal.NOT_REPRESENTABLE, PATH + element);
        }
    }

    private static Instant toMillis(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
