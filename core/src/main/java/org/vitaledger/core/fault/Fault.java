package org.vitaledger.core.fault;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure of the environment (disk, network, key store, configuration), as opposed to a refusal, which is a value, and
 * to a bug, which stops the component. Subclasses are named for the stage that failed.
 *
 * <p>The message is the static text of the {@link Code}; what varies goes into the context, whose values must never
 * identify a patient (INV-009).
 */
public abstract class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Code code;
    private final transient Map<String, String> context;

    /**
     * A stable, documented kind of failure; implemented by one enum per module and listed in docs/errors.md.
     */
    public interface Code {
        /** The stable identifier, for example {@code VL-SEAL-003}. */
        String id();

        /** What happened, static text without any data. */
        String text();

        /** What the operator can do about it, static text. */
        String remedy();
    }

    protected Fault(Code code, Map<String, ?> context, @Nullable Throwable cause) {
        super(describe(code, context), cause);
        this.code = code;
        Map<String, String> copy = new LinkedHashMap<>();
        context.forEach((key, value) -> copy.put(key, String.valueOf(value)));
        this.context = Collections.unmodifiableMap(copy);
    }

    /** The stable code with its text and remedy. */
    public final Code code() {
        return code;
    }

    /** What varies: file names, sizes, offsets, codes; never patient data. */
    public final Map<String, String> context() {
        return context;
    }

    private static String describe(Code code, Map<String, ?> context) {
        return context.isEmpty() ? code.id() + " " + code.text() : code.id() + " " + code.text() + " " + context;
    }
}
