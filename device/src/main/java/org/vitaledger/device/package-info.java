/** placeholder */
@NullMarked
package org.vitaledger.device;

import org.jspecify.annotations.NullMarked;
