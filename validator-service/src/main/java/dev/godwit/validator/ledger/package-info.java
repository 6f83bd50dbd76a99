/**
 * The count equations of a run: sums receipts and compares the sums. No I/O, clock or framework; it
 * depends on the Avro records alone.
 */
package dev.godwit.validator.ledger;
