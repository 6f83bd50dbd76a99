package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.RunKind;
import dev.godwit.orchestrator.domain.event.EndingEvent.MigrationRolledBack;
import dev.godwit.orchestrator.domain.event.EndingEvent.RunRefused;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationCancelled;
import dev.godwit.orchestrator.domain.event.RequestEvent.ProgrammePaused;
import dev.godwit.orchestrator.domain.event.RequestEvent.ProgrammeResumed;
import dev.godwit.orchestrator.domain.event.RequestEvent.ReportRejected;
import dev.godwit.orchestrator.domain.event.RunEvent.MigrationCommitted;
import dev.godwit.orchestrator.domain.event.RunEvent.RunStarted;
import java.util.List;
import java.util.stream.Stream;

/**
 * State across all migrations: the fold of all events. Immutable.
 *
 * @param sequence sequence of the last event of the programme's own, 0 where it has none
 * @param paused whether the programme is paused
 * @param pausedBy author of the pause; empty where it is not
 * @param live customers whose live run is on, in the order they began
 */
public record Programme(long sequence, boolean paused, String pausedBy, List<String> live) {
  /** Migration id of events that are about the programme. */
  public static final String ID = "*";

  public Programme {
    live = List.copyOf(live);
  }

  /** A programme without history. */
  public static Programme begun() {
    return new Programme(0, false, "", List.of());
  }

  /**
   * The programme after an event of any migration.
   *
   * @throws ImpossibleEventException where the event cannot follow
   */
  public Programme evolve(Recorded recorded) {
    String id = recorded.envelope().migrationId();
    if (id.equals(ID)) {
      if (recorded.envelope().sequence() != sequence + 1) {
        throw ImpossibleEventException.outOfOrder(ID, sequence + 1, recorded);
      }
      return own(recorded);
    }
    return switch (recorded.event()) {
      case RunStarted run when run.kind() == RunKind.LIVE && !live.contains(id) ->
          new Programme(
              sequence, paused, pausedBy, Stream.concat(live.stream(), Stream.of(id)).toList());
      case RunRefused e -> without(id);
      case MigrationCommitted e -> without(id);
      case MigrationRolledBack e -> without(id);
      case MigrationCancelled e -> without(id);
      default -> this;
    };
  }

  private Programme own(Recorded recorded) {
    long at = sequence + 1;
    return switch (recorded.event()) {
      case ProgrammePaused p when !paused ->
          new Programme(at, true, recorded.envelope().by(), live);
      case ProgrammeResumed p when paused -> new Programme(at, false, "", live);
      case CommandRejected p -> new Programme(at, paused, pausedBy, live);
      case ReportRejected p -> new Programme(at, paused, pausedBy, live);
      default -> throw ImpossibleEventException.in(this, recorded);
    };
  }

  private Programme without(String id) {
    return new Programme(
        sequence, paused, pausedBy, live.stream().filter(one -> !one.equals(id)).toList());
  }
}
