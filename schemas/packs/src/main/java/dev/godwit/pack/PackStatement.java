package dev.godwit.pack;

/**
 * SQL that a target pack runs at a point of a run. Immutable.
 *
 * @param name its name in events and reports; no other SQL of the point has it
 * @param sql one statement or several, which may have the parameter {@code :customer}
 */
public record PackStatement(String name, Sql sql) {}
