package org.vitaledger.ledger.solo;

import java.util.concurrent.CompletableFuture;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.log.Submission;

/** A command that waits for its block. */
record Pending(Submission submission, CompletableFuture<Receipt> receipt) {}
