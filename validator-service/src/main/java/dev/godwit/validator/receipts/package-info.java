/**
 * The topology: joins receipts and requests for a verdict in the stores of one task, and makes one
 * ledger for each cut. Exactly once: offsets, stores and ledgers change in one transaction.
 */
package dev.godwit.validator.receipts;
