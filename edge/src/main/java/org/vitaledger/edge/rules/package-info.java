/**
 * Alerts at the bedside. What enters are accepted readings; what leaves are alerts: limits of single values, and the
 * National Early Warning Score 2 over the latest values. Always: the same readings in the same order raise the same
 * alerts, for the only time that counts is that of the readings; an excursion that goes on is told again only after a
 * while; an alert names the patient by handle only; what is remembered is bounded, and lost at a restart, after which
 * what is still wrong is told again.
 */
@NullMarked
package org.vitaledger.edge.rules;

import org.jspecify.annotations.NullMarked;
