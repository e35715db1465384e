package org.vitaledger.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.vitaledger.api.fault.ApiFault;
import org.vitaledger.api.fault.ApiFaultCode;
import org.vitaledger.core.fault.Fault;

/** What each part of a node says of itself. Safe for any thread. */
public final class Health {
    private final List<Source> sources = new CopyOnWriteArrayList<>();

    private record Source(String name, Supplier<? extends Optional<? extends Fault>> fault) {}

    /**
     * A part of the node.
     *
     * @param name what it is called
     * @param fault why it can't do its work; empty if it can
     */
    public record Part(String name, Optional<Fault> fault) {}

    /**
     * Adds a part, to be asked for its fault whenever somebody wants to know; the answer must be quick and hold nothing
     * about patients in its code.
     */
    public void add(String name, Supplier<? extends Optional<? extends Fault>> fault) {
        sources.add(new Source(name, fault));
    }

    /** What all parts say now, in the order in which they were added. */
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (Source source : sources) {
            parts.add(new Part(source.name(), fault(source)));
        }
        return parts;
    }

    /** A part that can't tell how it is doing is not well. */
    private static Optional<Fault> fault(Source source) {
        try {
            return source.fault().get().map(Fault.class::cast);
        } catch (RuntimeException e) {
            return Optional.of(new ApiFault(ApiFaultCode.UNTOLD, Map.of("part", source.name()), e));
        }
    }
}
