@NullMarked
package org.vitaledger.node.cli;

import org.jspecify.annotations.NullMarked;
