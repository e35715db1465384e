/** placeholder */
@NullMarked
package org.vitaledger.api;

import org.jspecify.annotations.NullMarked;
