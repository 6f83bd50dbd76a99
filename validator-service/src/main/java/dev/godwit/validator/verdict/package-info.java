/** Compares a ledger with the read-back and answers: reconciled, or the list of differences. */
package dev.godwit.validator.verdict;
