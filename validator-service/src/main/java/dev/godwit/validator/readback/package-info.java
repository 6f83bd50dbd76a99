/**
 * Reads the new system's rows back: binary COPY, decoded by column type, hashed as they pass. What
 * is held in memory is one row and the sums of the buckets.
 */
package dev.godwit.validator.readback;
