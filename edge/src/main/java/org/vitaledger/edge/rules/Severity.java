package org.vitaledger.edge.rules;

/** How soon somebody should come. */
public enum Severity {
    /** Soon. */
    WARNING,
    /** Now. */
    CRITICAL
}
