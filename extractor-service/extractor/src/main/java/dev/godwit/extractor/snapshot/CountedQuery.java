package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.source.SourceLayout;

/**
 * A query of an entity and the rows that it gives in a snapshot. Immutable.
 *
 * @param layout the query
 * @param rows number of its rows
 */
record CountedQuery(SourceLayout layout, long rows) {}
