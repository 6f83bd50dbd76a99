package dev.godwit.api;

import java.time.Instant;

/**
 * The first thing that went wrong in a run.
 *
 * @param where stage and subject
 * @param what what happened, without a row's content
 * @param next what to do
 */
public record FailureAnswer(Instant at, String where, String what, String next) {}
