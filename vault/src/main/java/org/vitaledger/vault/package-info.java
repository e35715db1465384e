/** placeholder */
@NullMarked
package org.vitaledger.vault;

import org.jspecify.annotations.NullMarked;
