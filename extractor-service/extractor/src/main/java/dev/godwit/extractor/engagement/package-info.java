/**
 * Live engagement at the source: the {@code tail} turns new rows of the source into live events,
 * the {@code delivery} writes live events of customers outside a run into the source, and the
 * {@code returns} write those of a rolled-back run into the source. This package holds what they
 * share.
 */
package dev.godwit.extractor.engagement;
