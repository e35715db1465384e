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
    NEWS2_EMERGENCY("news2-emergency", Severity.CRITICAL),
    /** Technical: what a device sends is refused for its times, again and again. */
    MONITOR_CLOCK(
            "monitor-clock",
            Severity.WARNING,
            "What this monitor sends is refused: its clock, or the gateway's, is wrong. Alerts may be missing till it is set."),
    /** Technical: what a device sends can't be stored, again and again. */
    NOT_STORED(
            "not-stored",
            Severity.WARNING,
            "What this monitor sends can't be stored now. Alerts may be missing till it can."),
    /** Technical: a value that raised an alert that is still open does not come any more. */
    NO_VALUES("no-values", Severity.WARNING, "No more values come.");

    private final String id;
    private final Severity severity;
    private final String words;

    AlertRule(String id, Severity severity) {
        this(id, severity, "");
    }

    AlertRule(String id, Severity severity, String words) {
        this.id = id;
        this.severity = severity;
        this.words = words;
    }

    /** The name on the wire; stable. */
    public String id() {
        return id;
    }

    /** How severe its alerts are. */
    public Severity severity() {
        return severity;
    }

    /** Whether it says something of monitoring and nothing of a value. */
    public boolean isTechnical() {
        return !words.isEmpty();
    }

    /** What a technical alert says. */
    String words() {
        return words;
    }
}
