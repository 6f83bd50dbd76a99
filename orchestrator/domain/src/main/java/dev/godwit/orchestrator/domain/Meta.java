package dev.godwit.orchestrator.domain;

import java.time.Instant;

/**
 * Id and time of an input.
 *
 * @param causationId id of the command or report
 * @param now when it was published; the only time there is
 */
public record Meta(String causationId, Instant now) {}
