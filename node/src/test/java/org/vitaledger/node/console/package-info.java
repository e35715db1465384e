/** Shows the console against a running node, in a real browser. */
@NullMarked
package org.vitaledger.node.console;

import org.jspecify.annotations.NullMarked;
