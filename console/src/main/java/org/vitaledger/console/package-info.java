/** placeholder */
@NullMarked
package org.vitaledger.console;

import org.jspecify.annotations.NullMarked;
