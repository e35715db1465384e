/** A client of a node's API, for the commands that are one: over HTTP, as any other. */
@NullMarked
package org.vitaledger.node.client;

import org.jspecify.annotations.NullMarked;
