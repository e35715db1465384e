package org.vitaledger.vault;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;

/** The vault could not seal, open or destroy. */
public final class SealFault extends Fault {
    private static final long serialVersionUID = 1L;

    public SealFault(Code code, Map<String, ?> context, @Nullable Throwable cause) {
        super(code, context, cause);
    }
}
