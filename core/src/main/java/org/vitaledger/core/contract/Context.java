package org.vitaledger.core.contract;

import java.time.Instant;
import org.vitaledger.core.value.MemberId;

/**
 * What consensus says about a command.
 *
 * @param submitter the member that submitted it, authenticated by the ledger
 * @param height the block that it stands in
 * @param time the consensus time of the block
 */
public record Context(MemberId submitter, long height, Instant time) {}
