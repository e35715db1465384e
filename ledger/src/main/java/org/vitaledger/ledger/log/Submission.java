package org.vitaledger.ledger.log;

import org.vitaledger.core.contract.Command;
import org.vitaledger.core.value.MemberId;

/**
 * A command on its way into a block.
 *
 * @param submitter the member that submitted it, authenticated by the ledger
 * @param command the command
 */
public record Submission(MemberId submitter, Command command) {}
