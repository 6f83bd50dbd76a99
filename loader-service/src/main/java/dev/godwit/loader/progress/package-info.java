/** What changes in one transaction with the rows: fence, offsets, cuts, outbox. */
package dev.godwit.loader.progress;
