package org.vitaledger.ledger;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;

/** The ledger could not order, store or read. */
public final class SubmitFault extends Fault {
    private static final long serialVersionUID = 1L;

    public SubmitFault(Code code, Map<String, ?> context, @Nullable Throwable cause) {
        super(code, context, cause);
    }
}
