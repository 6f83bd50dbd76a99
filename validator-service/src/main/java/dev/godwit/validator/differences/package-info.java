/**
 * Opens the buckets that differ: finds every key that is missing, unexpected or changed, with
 * bounded memory, by as many passes as it takes.
 */
package dev.godwit.validator.differences;
