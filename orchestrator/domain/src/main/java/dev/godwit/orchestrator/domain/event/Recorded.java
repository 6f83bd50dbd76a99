package dev.godwit.orchestrator.domain.event;

import dev.godwit.orchestrator.domain.common.Route;
import java.time.Instant;

/** An event as it stands in a history: what happened, and its ids, order, time and author. */
public record Recorded(Envelope envelope, Event event) {
  /**
   * The part that all events share.
   *
   * @param eventId UUID, derived from migration id and sequence, so that a repeated decision makes
   *     the same id
   * @param migrationId the migration, which is the customer's id in the source; * for an event of
   *     the whole programme
   * @param sequence position in the migration's history, from 1, without gaps
   * @param causationId id of the command or report that this follows from
   * @param correlationId id of the person's command that began this
   * @param occurredAt when the command or report was published, by its record time
   * @param by author: a person's name, or the service whose report this follows from
   * @param run number of the run from 1, 0 where the event is about no run
   * @param route how the command reached its topic that this follows from; UNKNOWN for a report
   * @param position offset of that command in its topic; {@value #NO_POSITION} where there is none
   */
  public record Envelope(
      String eventId,
      String migrationId,
      long sequence,
      String causationId,
      String correlationId,
      Instant occurredAt,
      String by,
      int run,
      Route route,
      long position) {
    /** Of an event that follows from no command. */
    public static final long NO_POSITION = -1;

    /** Of an event that follows from a report. */
    public Envelope(
        String eventId,
        String migrationId,
        long sequence,
        String causationId,
        String correlationId,
        Instant occurredAt,
        String by,
        int run) {
      this(
          eventId,
          migrationId,
          sequence,
          causationId,
          correlationId,
          occurredAt,
          by,
          run,
          Route.UNKNOWN,
          NO_POSITION);
    }
  }
}
