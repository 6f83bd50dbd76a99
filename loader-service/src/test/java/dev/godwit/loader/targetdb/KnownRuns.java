package dev.godwit.loader.targetdb;

import dev.godwit.common.v1.RunKind;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.MigrationCommitted;
import dev.godwit.event.v1.PurgeStarted;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.loader.SampleTarget;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunStatusTable;
import dev.godwit.worker.run.RunTraces;
import java.time.Instant;
import java.util.List;

/** The events of live run 2 of the sample's customer. */
final class KnownRuns {
  private KnownRuns() {}

  static RunRegistry none() {
    return of(new RunStatusTable());
  }

  static RunRegistry undone() {
    RunStatusTable table = started();
    table.apply(PurgeStarted.newBuilder().setEnvelope(envelope()).setReason("rolled back").build());
    return of(table);
  }

  /** Committed; what somebody wrote into the events after it changes nothing. */
  static RunRegistry committed() {
    RunStatusTable table = started();
    table.apply(new MigrationCommitted(envelope(), 1));
    table.apply(PurgeStarted.newBuilder().setEnvelope(envelope()).setReason("forged").build());
    return of(table);
  }

  private static RunStatusTable started() {
    RunStatusTable table = new RunStatusTable();
    table.apply(
        new RunStarted(
            envelope(),
            RunKind.LIVE,
            SampleTarget.CUSTOMER,
            "legacy",
            "sample",
            "why",
            0L,
            8,
            null,
            List.of()));
    return table;
  }

  private static RunRegistry of(RunStatusTable table) {
    return new RunRegistry(null, table, null, new RunTraces());
  }

  private static Envelope envelope() {
    return new Envelope(
        "e",
        SampleTarget.CUSTOMER,
        1L,
        "c",
        "c",
        Instant.EPOCH,
        "by",
        2,
        dev.godwit.common.v1.Route.UNKNOWN,
        -1L);
  }
}
