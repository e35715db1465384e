/** placeholder */
@NullMarked
package org.vitaledger.sim;

import org.jspecify.annotations.NullMarked;
