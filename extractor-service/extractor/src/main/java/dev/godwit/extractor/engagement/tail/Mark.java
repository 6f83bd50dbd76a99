package dev.godwit.extractor.engagement.tail;

/**
 * The highest key that existed at a moment.
 *
 * @param key the key
 * @param at the moment, by the source's clock, in microseconds; not before the key was read
 * @param next number of the next writing transaction then; {@link Horizon#UNKNOWN} where the source
 *     does not tell
 */
record Mark(long key, long at, long next) {}
