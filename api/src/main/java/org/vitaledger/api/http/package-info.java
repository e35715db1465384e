/**
 * The HTTP server around everything: limits, headers, the access log, bearer tokens at the door.
 *
 * <p>Requests enter; those that carry a valid token, or need none, reach the servlets. Always: every error has an
 * OperationOutcome body and no stack trace, no response names the software, and no log line holds an identifier (INV-009).
 */
@NullMarked
package org.vitaledger.api.http;

import org.jspecify.annotations.NullMarked;
