package dev.godwit.transformer.limit;

/**
 * A value of a record that comes close to a limit, without the value. Immutable.
 *
 * @param limit the limit
 * @param size its length, or the number itself
 */
public record CloseValue(CloseLimit limit, long size) {}
