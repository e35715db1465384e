/**
 * The values of the domain: who (members, principals, patients by random handle), what (devices, readings, consents)
 * and under which purpose. All are immutable, validated when made and free of anything that identifies a patient to
 * somebody without the vault.
 */
@NullMarked
package org.vitaledger.core.value;

import org.jspecify.annotations.NullMarked;
