package org.vitaledger.ledger.solo;

import java.util.concurrent.CompletableFuture;
import org.vitaledger.core.contract.Command;
import org.vitaledger.ledger.Receipt;

/** A command that waits for its block, with the bytes of its entry. */
record Pending(Command command, int bytes, CompletableFuture<Receipt> receipt) {}
