package dev.godwit.pack.draft;

import java.util.List;

/**
 * An entity of a source pack.
 *
 * @param name name
 * @param notes comments above it
 * @param query its query, line by line
 * @param key columns of the query that identify a row
 * @param fields its fields
 */
record EntityDraft(
    String name,
    List<String> notes,
    List<String> query,
    List<String> key,
    List<FieldLine> fields) {}
