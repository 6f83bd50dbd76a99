/** From a ledger and what was read back to the answer: reconciled, or what differs. */
package dev.godwit.validator.verdict;
