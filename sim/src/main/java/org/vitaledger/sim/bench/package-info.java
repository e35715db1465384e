/**
 * Measurements that anybody can repeat: {@code vitaledger bench ...}. Options enter; a table for people or JSON for
 * programs leaves. Everything is driven over its real protocols, load generator included.
 */
@NullMarked
package org.vitaledger.sim.bench;

import org.jspecify.annotations.NullMarked;
