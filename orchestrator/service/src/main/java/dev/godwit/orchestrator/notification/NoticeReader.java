package dev.godwit.orchestrator.notification;

import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.domain.event.EndingEvent.MigrationRolledBack;
import dev.godwit.orchestrator.domain.event.EndingEvent.PurgeStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalFailed;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalPassed;
import dev.godwit.orchestrator.domain.event.EndingEvent.RollbackStarted;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.notification.NoticeStore.Batch;
import dev.godwit.orchestrator.notification.NoticeStore.RunId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * Turns events into notices, each once: the notices and the position after them are one
 * transaction. Not thread-safe; a failure of the database is retriable from the kept position.
 */
final class NoticeReader {
  private final NoticeStore store;
  private final List<String> channels;
  private final ControlPlaneCodec codec = new ControlPlaneCodec();

  NoticeReader(NoticeStore store, List<String> channels) {
    this.store = store;
    this.channels = List.copyOf(channels);
  }

  /**
   * Keeps the notices of events.
   *
   * @param from position before them, which the store must have
   * @param to position after them
   * @return false where another process is further: read on from the store's position
   */
  boolean read(long from, long to, List<SpecificRecord> events) throws SQLException {
    List<Notice> notices = new ArrayList<>();
    Set<RunId> begun = new LinkedHashSet<>();
    Set<RunId> over = new LinkedHashSet<>();
    for (SpecificRecord event : events) {
      Recorded recorded = codec.toEvent(event);
      RunId run = new RunId(recorded.envelope().migrationId(), recorded.envelope().run());
      follow(recorded.event(), run, begun, over);
      NoticeRules.of(recorded, begun.contains(run) || (!over.contains(run) && store.isEnding(run)))
          .ifPresent(notices::add);
    }
    return store.keep(
        from, to, new Batch(notices, List.copyOf(begun), List.copyOf(over)), channels);
  }

  private static void follow(Event event, RunId run, Set<RunId> begun, Set<RunId> over) {
    switch (event) {
      case RollbackStarted e -> begun.add(run);
      case PurgeStarted e -> begun.add(run);
      case MigrationRolledBack e -> over.add(run);
      case RehearsalPassed e -> over.add(run);
      case RehearsalFailed e -> over.add(run);
      default -> {
        // No other event begins or ends the end of a run.
      }
    }
    if (over.contains(run)) {
      begun.remove(run);
    }
  }
}
