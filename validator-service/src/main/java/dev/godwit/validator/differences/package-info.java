/**
 * Opens the buckets that differ: finds every key that is missing, unexpected or changed, with
 * bounded memory, in as many passes as needed.
 */
package dev.godwit.validator.differences;
