package dev.godwit.pack.foreignkey;

import dev.godwit.pack.TargetTable;

/**
 * A reason why Godwit cannot check the foreign keys of a target in place of the database.
 *
 * @param table table that it concerns; null where it concerns all
 * @param expected the expectation
 * @param found the state of the target
 * @param action the remedy
 */
public record Obstacle(TargetTable table, String expected, String found, String action) {}
