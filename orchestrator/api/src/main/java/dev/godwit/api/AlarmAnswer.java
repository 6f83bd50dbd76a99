package dev.godwit.api;

import java.time.Instant;

/**
 * An alarm after the commit: somebody has to look.
 *
 * @param cut number of the cut
 * @param at when
 * @param reason what differs, without content
 * @param action what to do
 */
public record AlarmAnswer(int cut, Instant at, String reason, String action) {}
