package dev.godwit.api;

import java.time.Instant;

/**
 * A cut of live engagement with its verdict.
 *
 * @param cut number of the cut
 * @param reconciled whether every check passed
 * @param at when the verdict was reached
 * @param arrived events that arrived before the cut
 */
public record LiveCutAnswer(int cut, boolean reconciled, Instant at, long arrived) {}
