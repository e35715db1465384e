package org.vitaledger.device.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What recorded parameters are called in LOINC and UCUM; read from a data file. Immutable. */
public final class ParameterMap {
    private static final String RESOURCE = "challenge2012.csv";

    private final Map<String, Parameter> parameters;
    private final Set<String> descriptors;

    /**
     * A parameter in standard terms.
     *
     * @param loinc its code
     * @param ucum its unit
     * @param shift digits that the point of the recorded number moves to the right
     */
    public record Parameter(String loinc, String ucum, int shift) {}

    private ParameterMap(Map<String, Parameter> parameters, Set<String> descriptors) {
        this.parameters = parameters;
        this.descriptors = descriptors;
    }

    /** The parameters of the PhysioNet Challenge 2012. */
    public static ParameterMap challenge2012() {
        try (InputStream in = ParameterMap.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks " + RESOURCE);
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ParameterMap parse(String csv) {
        Map<String, Parameter> parameters = new HashMap<>();
        Set<String> descriptors = new HashSet<>();
        csv.lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .skip(1)
                .map(line -> line.split(",", -1))
                .forEach(cells -> {
                    if (cells[1].isEmpty()) {
                        descriptors.add(cells[0]);
                    } else {
                        parameters.put(cells[0], new Parameter(cells[1], cells[2], Integer.parseInt(cells[3])));
                    }
                });
        return new ParameterMap(Map.copyOf(parameters), Set.copyOf(descriptors));
    }

    /** The standard terms for a recorded name, if there are any. */
    public Optional<Parameter> find(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** Whether the name stands for the patient rather than for a vital sign. */
    public boolean isDescriptor(String name) {
        return descriptors.contains(name);
    }

    /** All parameters by their recorded names. */
    public Map<String, Parameter> parameters() {
        return parameters;
    }
}
