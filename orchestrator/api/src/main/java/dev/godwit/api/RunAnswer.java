package dev.godwit.api;

import java.time.Instant;

/**
 * One run of a migration.
 *
 * @param run number from 1
 * @param kind REHEARSAL or LIVE
 * @param phase where it is, or was when it ended
 * @param outcome what became of it
 * @param startedAt when it began
 * @param endedAt when it ended; null while it is open
 * @param by who set it going
 * @param why why, in that person's words; may be empty
 * @param sourceRows rows counted in the source snapshot; 0 until planned
 */
public record RunAnswer(
    int run,
    String kind,
    Phase phase,
    RunOutcome outcome,
    Instant startedAt,
    Instant endedAt,
    String by,
    String why,
    long sourceRows) {}
