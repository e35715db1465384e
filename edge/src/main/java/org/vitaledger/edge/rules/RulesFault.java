package org.vitaledger.edge.rules;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;

/** The rules can't do all of their work. */
public final class RulesFault extends Fault {
    private static final long serialVersionUID = 1L;

    /** A defect keeps alerts back that are due because time has passed. */
    public RulesFault(Map<String, ?> context, @Nullable Throwable cause) {
        super(RulesCode.CLOCK_FAILS, context, cause);
    }

    /** What the rules can't do. */
    public enum RulesCode implements Code {
        /** Alerts that no pack brings. */
        CLOCK_FAILS;

        @Override
        public String id() {
            return "VL-RULES-001";
        }

        @Override
        public String text() {
            return "Alerts that are due because time passed, such as of silent monitors, may be missing; others come.";
        }

        @Override
        public String remedy() {
            return "Watch the patients otherwise. Report the stack trace in the node's messages, and start the node again.";
        }
    }
}
