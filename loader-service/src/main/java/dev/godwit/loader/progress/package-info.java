/**
 * The schema {@code godwit} in the target: fence, offsets, cuts, outbox and live totals, which
 * change in one transaction with the rows.
 */
package dev.godwit.loader.progress;
