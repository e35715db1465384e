package org.vitaledger.core;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the invariants of docs/invariants.md that a test, or a whole test class, proves: {@code @Proves("INV-007")}.
 * The build fails when an invariant in force is named by no test, or a test names one that isn't listed.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Proves {
    /** The identifiers, each of the form {@code INV-nnn}. */
    String[] value();
}
