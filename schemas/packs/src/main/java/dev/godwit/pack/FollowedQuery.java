package dev.godwit.pack;

/**
 * A query of engagements whose rows are followed while the source writes them. Immutable.
 *
 * @param query the query; its key is one column of whole numbers that grows
 * @param tail how it is followed
 */
public record FollowedQuery(SourceQuery query, TailSource tail) {}
