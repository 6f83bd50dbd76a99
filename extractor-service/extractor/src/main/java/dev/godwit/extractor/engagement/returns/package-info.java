/** Returns the live events of a rolled-back run to the source, and counts them by outcome. */
package dev.godwit.extractor.engagement.returns;
