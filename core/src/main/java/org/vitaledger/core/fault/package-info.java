/** Failures of the environment, told with a stable code, a remedy and a context that never holds patient data. */
@NullMarked
package org.vitaledger.core.fault;

import org.jspecify.annotations.NullMarked;
