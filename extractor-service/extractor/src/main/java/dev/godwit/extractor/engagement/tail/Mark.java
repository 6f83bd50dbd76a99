package dev.godwit.extractor.engagement.tail;

/**
 * The highest key that was there at a moment.
 *
 * @param key the key
 * @param at the moment, by the source's measure, in microseconds; not before the key was read
 * @param next number that the next writing transaction would have got; {@link Horizon#UNKNOWN}
 *     where the source does not tell
 */
record Mark(long key, long at, long next) {}
