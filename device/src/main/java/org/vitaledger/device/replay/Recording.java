package org.vitaledger.device.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.device.replay.ParameterMap.Parameter;

/**
 * One recorded stay: lines {@code Time,Parameter,Value} with the time as {@code HH:MM} since admission.
 *
 * @param observations what can be sent, in time
 * @param omitted what can't
 */
public record Recording(List<Observation> observations, Omitted omitted) {
    private static final Pattern LINE =
            Pattern.compile("([0-9]{2,3}):([0-5][0-9]),([A-Za-z0-9]{1,40}),(-?[0-9]{1,12}(?:\\.[0-9]{1,6})?)");
    private static final String HEADER = "Time,Parameter,Value";
    private static final BigDecimal UNKNOWN = BigDecimal.ONE.negate();

    public Recording {
        observations = List.copyOf(observations);
    }

    /**
     * Reads a recording; lines that aren't of the format are left out and counted.
     *
     * @throws IOException if {@code text} can't be read
     */
    public static Recording read(Reader text, ParameterMap parameters) throws IOException {
        List<Observation> observations = new ArrayList<>();
        Omitted omitted = Omitted.NOTHING;
        BufferedReader lines = new BufferedReader(text);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.equals(HEADER) && !line.isBlank()) {
                omitted = omitted.plus(readLine(line, parameters, observations));
            }
        }
        observations.sort(Comparator.comparing(Observation::offset));
        return new Recording(observations, omitted);
    }

    /** The observations one after the other. */
    public VitalSigns play() {
        Iterator<Observation> rest = observations.iterator();
        return () -> rest.hasNext() ? Optional.of(rest.next()) : Optional.empty();
    }

    private static Omitted readLine(String line, ParameterMap parameters, List<Observation> observations) {
        Matcher cells = LINE.matcher(line);
        if (!cells.matches()) {
            return new Omitted(0, 0, 0, 1);
        }
        String name = cells.group(3);
        if (parameters.isDescriptor(name)) {
            return new Omitted(0, 1, 0, 0);
        }
        Optional<Parameter> known = parameters.find(name);
        if (known.isEmpty()) {
            return new Omitted(0, 0, 1, 0);
        }
        BigDecimal number = new BigDecimal(cells.group(4));
        if (number.compareTo(UNKNOWN) == 0) {
            return new Omitted(1, 0, 0, 0);
        }
        Parameter parameter = known.get();
        Duration offset = Duration.ofHours(Long.parseLong(cells.group(1))).plusMinutes(Long.parseLong(cells.group(2)));
        Decimal value = Decimal.of(number.movePointRight(parameter.shift()));
        observations.add(new Observation(offset, parameter.loinc(), parameter.ucum(), value));
        return Omitted.NOTHING;
    }
}
