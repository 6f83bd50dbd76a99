/** Gives single live events to the old system, by the source pack's statements. */
package dev.godwit.extractor.engagement;
