/**
 * A log watched from outside. Servers' addresses, a policy and a folder enter; leaves, round after round, what is wrong
 * with what the servers show. Always true: what is called verified is signed as the policy asks, grew from what was
 * verified before, and has the entries that its root says; and a breach is only told with evidence that verifies offline.
 */
@NullMarked
package org.vitaledger.ledger.follow;

import org.jspecify.annotations.NullMarked;
