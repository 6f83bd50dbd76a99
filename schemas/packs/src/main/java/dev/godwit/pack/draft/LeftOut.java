package dev.godwit.pack.draft;

/**
 * A table, or a column, that the draft of a pack does not have.
 *
 * @param name name of the table, or of table and column
 * @param reason why, and what to do where something can be done
 */
record LeftOut(String name, String reason) {}
