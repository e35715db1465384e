@NullMarked
package org.vitaledger.node.run;

import org.jspecify.annotations.NullMarked;
