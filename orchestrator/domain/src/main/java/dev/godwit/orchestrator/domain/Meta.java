package dev.godwit.orchestrator.domain;

import dev.godwit.orchestrator.domain.common.Route;
import java.time.Instant;

/**
 * Id and time of an input.
 *
 * @param causationId id of the command or report
 * @param now when it was published; the only time there is
 * @param position offset of a command in migration.commands.v1; {@value #NO_POSITION} for a report
 * @param route how a command reached its topic
 */
public record Meta(String causationId, Instant now, long position, Route route) {
  /** Reports have no position that an event could name. */
  public static final long NO_POSITION = -1;

  /** Of a command whose route is not known. */
  public Meta(String causationId, Instant now, long position) {
    this(causationId, now, position, Route.UNKNOWN);
  }

  /** Of a report. */
  public Meta(String causationId, Instant now) {
    this(causationId, now, NO_POSITION);
  }
}
