package org.vitaledger.api.fault;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;

/** The API can't go on because its environment fails it. */
public final class ApiFault extends Fault {
    private static final long serialVersionUID = 1L;

    public ApiFault(ApiFaultCode code, Map<String, ?> context, @Nullable Throwable cause) {
        super(code, context, cause);
    }
}
