package dev.godwit.orchestrator.domain;

import java.time.Instant;

/**
 * Id and time of an input.
 *
 * @param causationId id of the command or report
 * @param now when it was published; the only time there is
 * @param position offset of a command in migration.commands.v1; {@value #NO_POSITION} for a report
 */
public record Meta(String causationId, Instant now, long position) {
  /** Reports have no position that an event could name. */
  public static final long NO_POSITION = -1;

  /** Of a report. */
  public Meta(String causationId, Instant now) {
    this(causationId, now, NO_POSITION);
  }
}
