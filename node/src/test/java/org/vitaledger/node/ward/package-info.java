/** A whole node with a live ward, as browsers and FHIR clients of others see it. */
@NullMarked
package org.vitaledger.node.ward;

import org.jspecify.annotations.NullMarked;
