/**
 * The count algebra of a run: receipts are summed, the sums are held against each other. No I/O, no
 * clock, no framework; the records of the contract are the only thing it knows.
 */
package dev.godwit.validator.ledger;
