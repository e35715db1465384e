/** placeholder */
@NullMarked
package org.vitaledger.node;

import org.jspecify.annotations.NullMarked;
