/**
 * Copies a customer's rows as of one moment: assesses and freezes the customer, holds the run's
 * snapshot, plans chunks and merge groups, extracts chunks and writes cuts.
 */
package dev.godwit.extractor.snapshot;
