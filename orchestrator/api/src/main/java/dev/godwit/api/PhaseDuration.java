package dev.godwit.api;

import java.time.Instant;

/**
 * How long a phase of a run lasted.
 *
 * @param endedAt null while it lasts
 * @param millis milliseconds; up to now while it lasts
 */
public record PhaseDuration(Phase phase, Instant startedAt, Instant endedAt, long millis) {}
