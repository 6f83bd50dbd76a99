package dev.godwit.linkage;

/**
 * How one field of two rows compares.
 *
 * @param field name in the schema
 * @param level agreement
 * @param weight in bits; above 0 it speaks for one row
 */
public record ComparedField(String field, Level level, double weight) {}
