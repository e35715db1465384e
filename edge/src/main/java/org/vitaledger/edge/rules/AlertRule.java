package org.vitaledger.edge.rules;

/** What raised an alert. */
public enum AlertRule {
    /** At or below the lower critical limit. */
    CRITICAL_LOW("critical-low", Severity.CRITICAL),
    /** At or below the lower warning limit. */
    WARNING_LOW("warning-low", Severity.WARNING),
    /** At or above the upper warning limit. */
    WARNING_HIGH("warning-high", Severity.WARNING),
    /** At or above the upper critical limit. */
    CRITICAL_HIGH("critical-high", Severity.CRITICAL),
    /** NEWS2: three points for one parameter alone; urgent ward-based review. */
    NEWS2_SINGLE("news2-single", Severity.WARNING),
    /** NEWS2: a total of 5 or 6; urgent response. */
    NEWS2_URGENT("news2-urgent", Severity.WARNING),
    /** NEWS2: a total of 7 or more; emergency response. */
    NEWS2_EMERGENCY("news2-emergency", Severity.CRITICAL);

    private final String id;
    private final Severity severity;

    AlertRule(String id, Severity severity) {
        this.id = id;
        this.severity = severity;
    }

    /** The name on the wire; stable. */
    public String id() {
        return id;
    }

    /** How severe its alerts are. */
    public Severity severity() {
        return severity;
    }
}
