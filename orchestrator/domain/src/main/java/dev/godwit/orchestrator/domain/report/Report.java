package dev.godwit.orchestrator.domain.report;

import dev.godwit.orchestrator.domain.common.Check;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.EntityPlan;
import dev.godwit.orchestrator.domain.common.LedgerLine;
import dev.godwit.orchestrator.domain.common.ProbeResult;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.RouteArrival;
import dev.godwit.orchestrator.domain.common.RouteCount;
import dev.godwit.orchestrator.domain.common.SqlPoint;
import dev.godwit.orchestrator.domain.common.StatementResult;
import dev.godwit.orchestrator.domain.common.TableCount;
import java.util.List;

/**
 * The result of a task, reported by a service. The envelope is kept beside it in {@link Reported}.
 */
public sealed interface Report {
  /** Name of the report as its schema writes it. */
  default String name() {
    return getClass().getSimpleName();
  }

  /**
   * The customer exists.
   *
   * @param entities rows by entity
   * @param fingerprint SHA-256 of the source pack's files, hex
   */
  record SourceAssessmentReport(List<EntityCount> entities, String fingerprint) implements Report {
    public SourceAssessmentReport {
      entities = List.copyOf(entities);
    }
  }

  /**
   * The source has no such customer.
   *
   * @param similar ids of customers that look alike, at most 5
   */
  record CustomerUnknownReport(List<String> similar) implements Report {
    public CustomerUnknownReport {
      similar = List.copyOf(similar);
    }
  }

  /**
   * The target was assessed.
   *
   * @param rows rows of the customer by table of the live schema
   * @param fingerprint SHA-256 of the target pack's files, hex
   * @param points points at which the target pack has SQL to run
   * @param probes number of probes that the target pack has for the target's pages
   */
  record TargetAssessmentReport(
      List<TableCount> rows, String fingerprint, List<SqlPoint> points, int probes)
      implements Report {
    public TargetAssessmentReport {
      rows = List.copyOf(rows);
      points = List.copyOf(points);
    }

    /** Of a pack that runs no SQL at a point and has no probes. */
    public TargetAssessmentReport(List<TableCount> rows, String fingerprint) {
      this(rows, fingerprint, List.of(), 0);
    }
  }

  /** The run's target is empty and open for loading. */
  record PrepareReport() implements Report {}

  /**
   * The target holds rows of the customer.
   *
   * @param rows tables with rows
   */
  record TargetNotEmptyReport(List<TableCount> rows) implements Report {
    public TargetNotEmptyReport {
      rows = List.copyOf(rows);
    }
  }

  /**
   * The SQL that the target pack has for a point was run and committed.
   *
   * @param point the point
   * @param cut number of the cut of the task
   * @param statements in the order in which they were run
   */
  record StatementsReport(SqlPoint point, int cut, List<StatementResult> statements)
      implements Report {
    public StatementsReport {
      statements = List.copyOf(statements);
    }
  }

  /** Frozen; asked back, it said so. */
  record FreezeReport() implements Report {}

  /**
   * The snapshot is open and cut into chunks.
   *
   * @param snapshot name of the exported snapshot in the source database
   * @param entities plan by entity, in reference order
   * @param mergeGroups contacts of the target that stand for more than one old contact
   * @param mergedMembers old contacts in those groups
   * @param identitiesFrom offset by partition of crm.identities.v1 at which the run's merges begin
   * @param identitiesTo offset by partition, exclusive, at which they end
   */
  record PlanReport(
      String snapshot,
      List<EntityPlan> entities,
      long mergeGroups,
      long mergedMembers,
      List<Long> identitiesFrom,
      List<Long> identitiesTo)
      implements Report {
    public PlanReport {
      entities = List.copyOf(entities);
      identitiesFrom = List.copyOf(identitiesFrom);
      identitiesTo = List.copyOf(identitiesTo);
    }
  }

  /**
   * A chunk is in Kafka, committed with this report.
   *
   * @param entity the entity
   * @param chunk number of the chunk
   * @param rows rows read, merged members included
   * @param durationMillis from first query to commit, milliseconds
   * @param digest sum modulo 2^64 of the hashes of its records; null from a service of before this
   *     was reported
   */
  record ChunkReport(Entity entity, int chunk, long rows, long durationMillis, Long digest)
      implements Report {}

  /**
   * The cut stands in every partition of the entity's topic.
   *
   * @param entity the entity
   * @param cut number of the cut
   * @param offsets offset of the marker by partition
   * @param closes true for the last cut of live engagement of a run that rolls back
   */
  record CutReport(Entity entity, int cut, List<Long> offsets, boolean closes) implements Report {
    public CutReport {
      offsets = List.copyOf(offsets);
    }
  }

  /**
   * The snapshot that the chunks need is gone.
   *
   * @param error what the database said
   */
  record SnapshotLostReport(String error) implements Report {}

  /**
   * The validator's answer at a cut.
   *
   * @param cut number of the cut
   * @param reconciled true where every check passed
   * @param ledger ledger by entity
   * @param checks every check that was made
   * @param quarantine quarantine by entity, stage and reason; empty where none
   * @param missing keys that the target lacks
   * @param unexpected keys that only the target has
   * @param changed keys whose fields differ
   */
  record VerdictReport(
      int cut,
      boolean reconciled,
      List<LedgerLine> ledger,
      List<Check> checks,
      List<QuarantineCount> quarantine,
      long missing,
      long unexpected,
      long changed)
      implements Report {
    public VerdictReport {
      ledger = List.copyOf(ledger);
      checks = List.copyOf(checks);
      quarantine = List.copyOf(quarantine);
    }
  }

  /**
   * The probes of the target pack were measured.
   *
   * @param cut number of the cut of the task
   * @param measure name of the number by which customers are compared; empty where the pack counts
   *     none
   * @param amount the number; -1 where it is not known
   * @param problem why the number is not known, and what to do; empty where it is, or where the
   *     pack counts none
   * @param probes results in the order of the pack
   */
  record ProbesReport(
      int cut, String measure, long amount, String problem, List<ProbeResult> probes)
      implements Report {
    public ProbesReport {
      probes = List.copyOf(probes);
    }
  }

  /**
   * The synthetic live events of a rehearsal are in the live topic.
   *
   * @param routes events by route
   * @param nothing why no event was sent; empty where some were
   */
  record LiveSentReport(List<RouteCount> routes, String nothing) implements Report {
    public LiveSentReport {
      routes = List.copyOf(routes);
    }
  }

  /**
   * The fate of the synthetic live events of a rehearsal.
   *
   * @param routes outcome by route
   */
  record LiveArrivalReport(List<RouteArrival> routes) implements Report {
    public LiveArrivalReport {
      routes = List.copyOf(routes);
    }
  }

  /**
   * The source was read again: the frozen entities are as they were extracted.
   *
   * @param entities rows found, by entity that was compared
   * @param late opens and clicks that the source wrote after the snapshot and that no tail follows;
   *     0 where the pack has a tail
   */
  record SourceRecheckReport(List<EntityCount> entities, long late) implements Report {
    public SourceRecheckReport {
      entities = List.copyOf(entities);
    }
  }

  /** Enabled; asked back, it said so. */
  record EnableReport() implements Report {}

  /**
   * Purged and counted.
   *
   * @param deleted rows deleted by table
   * @param left rows still there by table
   */
  record PurgeReport(List<TableCount> deleted, List<TableCount> left) implements Report {
    public PurgeReport {
      deleted = List.copyOf(deleted);
      left = List.copyOf(left);
    }
  }

  /**
   * The source has every live event of the run that it can have.
   *
   * @param received live events between the two cuts
   * @param returned those returned to the source
   * @param kept those that the source wrote itself
   * @param duplicates those that it held already, or that came more than once
   * @param quarantined those that could not be returned to it
   */
  record ReturnReport(long received, long returned, long kept, long duplicates, long quarantined)
      implements Report {}

  /** Thawed; asked back, it said so. */
  record ThawReport() implements Report {}

  /**
   * A stage failed, and no retry corrects it.
   *
   * @param subject entity, table or file it happened on
   * @param error what happened, without a row's content
   * @param action what to do
   * @param count records concerned, as far as is known; 0 where unknown
   * @param firstKey id in the source of the first record concerned; empty where unknown
   */
  record FailureReport(String subject, String error, String action, long count, String firstKey)
      implements Report {
    /** A failure of which no record is known. */
    public FailureReport(String subject, String error, String action) {
      this(subject, error, action, 0, "");
    }
  }

  /**
   * A stage waits for something outside.
   *
   * @param waitingFor what for, e.g. the source database
   * @param error the error as the client reported it, without a password
   */
  record WaitingReport(String waitingFor, String error) implements Report {}

  /**
   * A stage has recovered: what it waited for is back.
   *
   * @param waitedFor what for
   * @param waitedMillis how long, milliseconds
   */
  record RecoveryReport(String waitedFor, long waitedMillis) implements Report {}

  /**
   * A replay has read a further tenth of its records.
   *
   * @param replay number of the replay
   * @param read records of the selection that were read
   * @param total records of the selection, as counted at its begin
   */
  record ReplayProgressReport(int replay, long read, long total) implements Report {}

  /**
   * A replay has read all records of its selection, or those that it read before it was cancelled.
   *
   * @param replay number of the replay
   * @param read records of the selection that were read
   * @param written records that were missing and are written now, those released from quarantine
   *     included
   * @param present records of which nothing was missing
   * @param refused records that are in quarantine still, or again
   * @param released records that left the quarantine, by entity
   * @param missing validate: keys that the target lacks
   * @param unexpected validate: keys that only the target has
   * @param changed validate: keys whose fields differ
   */
  record ReplayReport(
      int replay,
      long read,
      long written,
      long present,
      long refused,
      List<EntityCount> released,
      long missing,
      long unexpected,
      long changed)
      implements Report {
    public ReplayReport {
      released = List.copyOf(released);
    }
  }
}
