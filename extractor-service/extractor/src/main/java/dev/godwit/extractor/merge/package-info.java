/**
 * This package decides which rows of an entity are one: by the pack's rule, by evidence, and by the
 * decisions of people. Everything here is computed when a run is planned, in the run's snapshot.
 */
package dev.godwit.extractor.merge;
