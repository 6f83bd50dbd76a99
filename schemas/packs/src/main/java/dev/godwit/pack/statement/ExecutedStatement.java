package dev.godwit.pack.statement;

/**
 * A statement that was run.
 *
 * @param name the name of its SQL; where that has several statements, with its number
 * @param rows rows that it wrote; of a query the rows that it returned
 * @param millis how long it took, milliseconds
 */
public record ExecutedStatement(String name, long rows, long millis) {}
