/**
 * Delivers live events of customers who are not being moved, and have not been, to the old system.
 */
package dev.godwit.extractor.engagement.delivery;
