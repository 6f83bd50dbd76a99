package dev.godwit.linkage;

/**
 * The comparison of one field of two rows.
 *
 * @param field name in the schema
 * @param level agreement
 * @param weight in bits; above 0 it speaks for one row
 */
public record ComparedField(String field, Level level, double weight) {}
