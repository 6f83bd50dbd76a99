/** Outbound: verdicts and differences, in one transaction with the ledger's offset. */
package dev.godwit.validator.outbound;
