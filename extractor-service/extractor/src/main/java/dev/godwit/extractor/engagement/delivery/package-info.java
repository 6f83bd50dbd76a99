/** Writes live events that are in no run's window into the source, for all customers. */
package dev.godwit.extractor.engagement.delivery;
