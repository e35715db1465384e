/**
 * Where patients' data lie sealed. Readings and documents enter in clear and are durable and sealed under a key of
 * their patient when the call completes; they leave only against a {@link org.vitaledger.core.access.Grant}. Outside
 * the vault there are random handles and salted commitments.
 */
@NullMarked
package org.vitaledger.vault;

import org.jspecify.annotations.NullMarked;
