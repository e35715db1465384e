/**
 * What the API shows of the ingest path, which it can't see: the node adapts its edge to these interfaces. Nothing in
 * here holds a name of a patient; handles and values appear only in alerts, which are shown under the access contract.
 */
@NullMarked
package org.vitaledger.api.feed;

import org.jspecify.annotations.NullMarked;
