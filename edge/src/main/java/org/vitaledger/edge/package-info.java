/** placeholder */
@NullMarked
package org.vitaledger.edge;

import org.jspecify.annotations.NullMarked;
