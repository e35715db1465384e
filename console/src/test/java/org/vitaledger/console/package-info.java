/** Shows the console's pages in a real browser. */
@NullMarked
package org.vitaledger.console;

import org.jspecify.annotations.NullMarked;
