package dev.godwit.orchestrator.domain.event;

import dev.godwit.orchestrator.domain.common.Check;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.EntityPlan;
import dev.godwit.orchestrator.domain.common.LedgerLine;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.RouteArrival;
import dev.godwit.orchestrator.domain.common.RouteCount;
import dev.godwit.orchestrator.domain.common.RunKind;
import dev.godwit.orchestrator.domain.common.SqlPoint;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.common.TableCount;
import java.util.List;

/** The steps of a run towards its goal, and of a committed run through its later cuts. */
public sealed interface RunEvent extends Event {
  /**
   * One pass of the data begins with an assessment.
   *
   * @param kind rehearsal or live
   * @param customer the customer's id in the source
   * @param sourcePack name of the source pack
   * @param targetPack name of the target pack
   * @param why the reason that its author gave
   * @param freezeBudgetSeconds how long the customer may be frozen while the run is held, seconds;
   *     0 for no limit and for a rehearsal
   * @param derivedIds version of the UUIDs that derived ids of the run are: 8, or 5 for a run of
   *     the first release, whose live events must find its rows for years
   * @param account the customer's account in the target, as a command gave it; null where the pack
   *     says it
   * @param decisions offsets in migration.commands.v1 of the decisions that hold, in their order
   */
  record RunStarted(
      RunKind kind,
      String customer,
      String sourcePack,
      String targetPack,
      String why,
      long freezeBudgetSeconds,
      int derivedIds,
      String account,
      List<Long> decisions)
      implements RunEvent {
    /** Version of the UUIDs that derived ids of new runs are. */
    private static final int ORDERED_IDS = 8;

    public RunStarted {
      decisions = List.copyOf(decisions);
    }

    /** A run with ids of the newest version. */
    public RunStarted(
        RunKind kind,
        String customer,
        String sourcePack,
        String targetPack,
        String why,
        long freezeBudgetSeconds,
        String account,
        List<Long> decisions) {
      this(
          kind,
          customer,
          sourcePack,
          targetPack,
          why,
          freezeBudgetSeconds,
          ORDERED_IDS,
          account,
          decisions);
    }

    /** A run without a freeze budget and without decisions, whose pack says the account. */
    public RunStarted(
        RunKind kind, String customer, String sourcePack, String targetPack, String why) {
      this(kind, customer, sourcePack, targetPack, why, 0, null, List.of());
    }
  }

  /**
   * The source was assessed: the customer exists.
   *
   * @param entities rows by entity
   * @param fingerprint SHA-256 of the source pack's files, hex
   */
  record SourceAssessed(List<EntityCount> entities, String fingerprint) implements RunEvent {
    public SourceAssessed {
      entities = List.copyOf(entities);
    }
  }

  /**
   * The target was assessed.
   *
   * @param rows rows of the customer by table of the live schema
   * @param fingerprint SHA-256 of the target pack's files, hex
   * @param points points at which the target pack has SQL to run; empty in events of before there
   *     were any
   * @param probes number of probes that the target pack has for the target's pages; 0 in events of
   *     before there were any
   */
  record TargetAssessed(
      List<TableCount> rows, String fingerprint, List<SqlPoint> points, int probes)
      implements RunEvent {
    public TargetAssessed {
      rows = List.copyOf(rows);
      points = List.copyOf(points);
    }

    /** Of a pack that runs no SQL at a point and has no probes. */
    public TargetAssessed(List<TableCount> rows, String fingerprint) {
      this(rows, fingerprint, List.of(), 0);
    }
  }

  /**
   * Source and target were assessed: sizes, fingerprints of the packs, leftovers.
   *
   * @param entities rows of the source
   * @param estimatedSeconds estimate of freeze to verdict, seconds
   * @param sourceFingerprint SHA-256 of the source pack's files, hex
   * @param targetFingerprint SHA-256 of the target pack's files, hex
   * @param leftovers tables of the target that already hold rows of the customer; empty where none
   */
  record MigrationAssessed(
      List<EntityCount> entities,
      long estimatedSeconds,
      String sourceFingerprint,
      String targetFingerprint,
      List<TableCount> leftovers)
      implements RunEvent {
    public MigrationAssessed {
      entities = List.copyOf(entities);
      leftovers = List.copyOf(leftovers);
    }
  }

  /** Intent: the run's target is about to be prepared. */
  record PrepareStarted() implements RunEvent {}

  /** The run's target is empty and open for loading. */
  record TargetPrepared() implements RunEvent {}

  /** Intent: the source is about to be frozen for the customer. */
  record FreezeStarted() implements RunEvent {}

  /**
   * The source refuses writes of the customer; asked back, it said so.
   *
   * @param opensWindow whether the cut that opens the window of live engagement comes next; false
   *     for a run of before live engagement was followed
   */
  record SourceFrozen(boolean opensWindow) implements RunEvent {}

  /**
   * The snapshot is open and cut into chunks.
   *
   * @param snapshot name of the exported snapshot in the source database
   * @param entities plan by entity, in reference order
   * @param mergeGroups contacts of the target that stand for more than one old contact
   * @param mergedMembers old contacts in those groups
   * @param identitiesFrom offset by partition of crm.identities.v1 at which the run's merges begin
   * @param identitiesTo offset by partition, exclusive, at which they end
   * @param window at most so many chunks are dispatched and not yet reported
   */
  record ExtractionPlanned(
      String snapshot,
      List<EntityPlan> entities,
      long mergeGroups,
      long mergedMembers,
      List<Long> identitiesFrom,
      List<Long> identitiesTo,
      int window)
      implements RunEvent {
    public ExtractionPlanned {
      entities = List.copyOf(entities);
      identitiesFrom = List.copyOf(identitiesFrom);
      identitiesTo = List.copyOf(identitiesTo);
    }
  }

  /**
   * A chunk is in Kafka, committed.
   *
   * @param entity the entity
   * @param chunk number of the chunk
   * @param rows rows read, merged members included
   * @param durationMillis from first query to commit, milliseconds
   * @param digest sum modulo 2^64 of the hashes of its records; null in events of before this was
   *     recorded
   */
  record ChunkExtracted(Entity entity, int chunk, long rows, long durationMillis, Long digest)
      implements RunEvent {}

  /**
   * Intent: a cut is about to be written into every partition of an entity's topic.
   *
   * @param entity the entity
   * @param cut number of the cut in the run: from 1, from 0 for live engagement, whose cut 0 opens
   *     the window of the run
   * @param closes true for the last cut of live engagement of a run that rolls back
   */
  record CutStarted(Entity entity, int cut, boolean closes) implements RunEvent {}

  /**
   * The cut stands in every partition of the entity's topic.
   *
   * @param entity the entity
   * @param cut number of the cut
   * @param offsets offset of the marker by partition
   * @param closes true for the last cut of live engagement of a run that rolls back
   */
  record CutWritten(Entity entity, int cut, List<Long> offsets, boolean closes)
      implements RunEvent {
    public CutWritten {
      offsets = List.copyOf(offsets);
    }
  }

  /**
   * All entities have the cut; the validator was asked for a verdict.
   *
   * @param cut number of the cut
   */
  record ReconciliationStarted(int cut) implements RunEvent {}

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
  record VerdictReached(
      int cut,
      boolean reconciled,
      List<LedgerLine> ledger,
      List<Check> checks,
      List<QuarantineCount> quarantine,
      long missing,
      long unexpected,
      long changed)
      implements RunEvent {
    public VerdictReached {
      ledger = List.copyOf(ledger);
      checks = List.copyOf(checks);
      quarantine = List.copyOf(quarantine);
    }
  }

  /**
   * The verdict of a rehearsal is reconciled; the extractor was asked to send synthetic live events
   * by every route that the customer uses.
   *
   * @param cut the reconciled cut
   * @param findings findings about whole entities that the verdict gave
   */
  record LiveRehearsalStarted(int cut, List<QuarantineCount> findings) implements RunEvent {
    public LiveRehearsalStarted {
      findings = List.copyOf(findings);
    }
  }

  /**
   * The synthetic live events of a rehearsal are in the live topic; the validator was asked whether
   * they arrive.
   *
   * @param routes events by route
   * @param nothing why no event was sent; empty where some were
   */
  record LiveEventsSent(List<RouteCount> routes, String nothing) implements RunEvent {
    public LiveEventsSent {
      routes = List.copyOf(routes);
    }

    /** Whether there is an event that can arrive. */
    public boolean isAny() {
      return nothing.isEmpty();
    }
  }

  /**
   * The fate of the synthetic live events of a rehearsal.
   *
   * @param routes outcome by route
   */
  record LiveRehearsed(List<RouteArrival> routes) implements RunEvent {
    public LiveRehearsed {
      routes = List.copyOf(routes);
    }
  }

  /**
   * The verdict is reconciled, but a gate is closed; the customer stays frozen until somebody
   * waives or rolls back.
   *
   * @param reasons what is missing, one sentence each
   */
  record CommitHeld(List<String> reasons) implements RunEvent {
    public CommitHeld {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * The verdict is reconciled and the gates are open; the extractor was asked to read the frozen
   * source again.
   *
   * @param cut the reconciled cut
   */
  record RecheckStarted(int cut) implements RunEvent {}

  /**
   * The source was read again: the frozen entities are as they were extracted.
   *
   * @param entities rows found, by entity that was compared
   * @param late opens and clicks that the source wrote after the snapshot and that no tail follows;
   *     0 where the pack has a tail
   */
  record SourceRechecked(List<EntityCount> entities, long late) implements RunEvent {
    public SourceRechecked {
      entities = List.copyOf(entities);
    }
  }

  /**
   * Intent: the target is about to be enabled for the customer.
   *
   * @param cut the reconciled cut
   */
  record CommitStarted(int cut) implements RunEvent {}

  /**
   * The target is enabled; asked back, it said so. It cannot be rolled back.
   *
   * @param cut the reconciled cut
   */
  record MigrationCommitted(int cut) implements RunEvent {}

  /**
   * After the commit a cut showed a difference, or a stage failed; somebody has to look.
   *
   * @param cut number of the cut
   * @param reason what differs, without content
   * @param action what to do
   */
  record AlarmRaised(int cut, String reason, String action) implements RunEvent {}

  /**
   * A stage waits for something outside and goes on by itself when it is back.
   *
   * @param stage the stage
   * @param waitingFor what for, e.g. the source database
   * @param error the error as the client reported it, without a password
   */
  record StageWaiting(Stage stage, String waitingFor, String error) implements RunEvent {}

  /**
   * A stage has recovered: what it waited for is back.
   *
   * @param stage the stage
   * @param waitedFor what for
   * @param waitedMillis how long, milliseconds
   */
  record StageRecovered(Stage stage, String waitedFor, long waitedMillis) implements RunEvent {}

  /**
   * A stage failed, and no retry corrects it.
   *
   * @param stage the stage
   * @param subject entity, table or file it happened on
   * @param error what happened, without a row's content
   * @param action what to do
   * @param taskId id of the task that failed; empty where it happened outside a task, and in events
   *     of before this was recorded
   */
  record StageFailed(Stage stage, String subject, String error, String action, String taskId)
      implements RunEvent {}
}
