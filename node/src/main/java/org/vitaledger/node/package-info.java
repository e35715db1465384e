/**
 * The program: command line, configuration and wiring. The only place that names adapters, owns the clock and makes keys;
 * everything else gets them handed in.
 */
@NullMarked
package org.vitaledger.node;

import org.jspecify.annotations.NullMarked;
