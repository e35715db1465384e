/** Failures of the environment that the API can meet: its own files, its port, its audit log. */
@NullMarked
package org.vitaledger.api.fault;

import org.jspecify.annotations.NullMarked;
