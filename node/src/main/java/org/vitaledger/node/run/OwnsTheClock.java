package org.vitaledger.node.run;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks the one class that may ask the machine for the time; the check for forbidden calls lets it. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@interface OwnsTheClock {}
