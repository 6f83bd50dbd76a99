/**
 * Reads the target's rows back: binary COPY, decoded by column type and hashed one by one. Memory
 * holds one row and the sums of the buckets.
 */
package dev.godwit.validator.readback;
