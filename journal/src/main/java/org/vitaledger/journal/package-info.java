/** placeholder */
@NullMarked
package org.vitaledger.journal;

import org.jspecify.annotations.NullMarked;
