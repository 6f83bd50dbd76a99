/**
 * Follows one record from the source to the target. Everything is read, nothing is written. Topics
 * are read from offsets that times, receipts and events lead to, never from their beginning.
 */
package dev.godwit.local.trace;
