/**
 * The gateway at the rim of a hospital. Packs of devices enter by MQTT; readings leave sealed and committed, exactly once
 * (INV-002), alerts leave at once, and every refusal leaves as an answer in the protocol's own terms and an entry in
 * the quarantine. A PUBACK says that a pack is durable (INV-001).
 *
 * <p>{@link org.vitaledger.edge.Gateway} is all of it; the packages below stand in the order in which the data travels:
 * {@code mqtt}, {@code admit}, {@code normal}, {@code rules}, {@code spool} or {@code quarantine}, {@code drain}.
 */
@NullMarked
package org.vitaledger.edge;

import org.jspecify.annotations.NullMarked;
