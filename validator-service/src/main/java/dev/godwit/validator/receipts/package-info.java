/**
 * The topology: receipts and requests for a verdict meet in the stores of one task; a ledger comes
 * out once for each cut. Exactly once: offsets, stores and ledgers change in one transaction.
 */
package dev.godwit.validator.receipts;
