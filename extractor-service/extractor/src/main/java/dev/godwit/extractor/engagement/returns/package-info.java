/**
 * Returns the live events of a run that goes back to the old system, and counts what became of
 * each.
 */
package dev.godwit.extractor.engagement.returns;
