package dev.godwit.orchestrator.domain.task;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.EntityDigest;
import dev.godwit.orchestrator.domain.common.ReplaySelection;
import dev.godwit.orchestrator.domain.common.SqlPoint;
import dev.godwit.orchestrator.domain.common.Stage;
import java.time.Instant;
import java.util.List;

/** Work for a service. The envelope is kept beside it in {@link DispatchedTask}. */
public sealed interface Task {
  /** Name of the task as its schema writes it. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** Extractor: does the customer exist, how many rows has it. */
  record AssessSource() implements Task {}

  /**
   * Loader: does the target hold rows of the customer already.
   *
   * @param account the customer's account in the target, as a command gave it; null where the pack
   *     says it
   */
  record AssessTarget(String account) implements Task {}

  /**
   * Loader: empty staging (rehearsal) or prove the target empty (live), run the pack's prepare
   * statement, open the run for loading.
   *
   * @param account as in {@link AssessTarget}
   */
  record PrepareTarget(String account) implements Task {}

  /** Extractor: freeze the customer in the source, and ask it back. */
  record FreezeSource() implements Task {}

  /**
   * Extractor: open the snapshot, find the merges, cut the entities into chunks.
   *
   * @param decisions offsets in migration.commands.v1 of the decisions that hold, in their order
   */
  record PlanExtraction(List<Long> decisions) implements Task {
    public PlanExtraction {
      decisions = List.copyOf(decisions);
    }
  }

  /**
   * Extractor: one key range, or the merged rows, in one Kafka transaction.
   *
   * @param entity the entity
   * @param chunk number of the chunk
   * @param above lower key bound, exclusive; null for none
   * @param upTo upper key bound, inclusive; null for none
   * @param merged true for the chunk of merged rows
   * @param snapshot name of the exported snapshot
   * @param identitiesFrom offset by partition of crm.identities.v1 at which the run's merges begin
   * @param identitiesTo offset by partition, exclusive, at which they end
   * @param query name of the query that reads the chunk where the pack names several; null for the
   *     entity's only query, and for the chunk of merged rows
   */
  record ExtractChunk(
      Entity entity,
      int chunk,
      String above,
      String upTo,
      boolean merged,
      String snapshot,
      List<Long> identitiesFrom,
      List<Long> identitiesTo,
      String query)
      implements Task {
    public ExtractChunk {
      identitiesFrom = List.copyOf(identitiesFrom);
      identitiesTo = List.copyOf(identitiesTo);
    }
  }

  /**
   * Extractor: write the marker into every partition of the entity's topic.
   *
   * @param entity the entity
   * @param cut number of the cut
   * @param closes true for the last cut of live engagement of a run that rolls back
   */
  record WriteCut(Entity entity, int cut, boolean closes) implements Task {}

  /**
   * Validator: answer with a verdict at the cut.
   *
   * @param cut number of the cut
   * @param sourceRows rows counted in the source snapshot
   * @param live true where live engagement has this cut too; the other entities have cut 1
   * @param committed true after the commit: people work in the target, so only engagement is
   *     compared
   * @param released records that replays released from the loader's and the transformer's
   *     quarantine, by entity; the ledger waits for their receipts
   */
  record ReconcileCut(
      int cut,
      List<EntityCount> sourceRows,
      boolean live,
      boolean committed,
      List<EntityCount> released)
      implements Task {
    public ReconcileCut {
      sourceRows = List.copyOf(sourceRows);
      released = List.copyOf(released);
    }
  }

  /**
   * Extractor: send synthetic live events of the rehearsal by every route that the customer uses,
   * and ask the webhooks process to do the same for each provider that is set up.
   */
  record RehearseLive() implements Task {}

  /**
   * Validator: measure the probes of the target pack with the customer's rows in the run's schema.
   *
   * @param cut the reconciled cut
   */
  record RunProbes(int cut) implements Task {}

  /** Validator: find out within a bounded time what became of these events. */
  record CheckLiveArrival() implements Task {}

  /**
   * Extractor: read the frozen entities again through a new snapshot and compare them with the
   * extracted records; a difference is a failure with the keys.
   *
   * @param extracted rows and digest by entity
   * @param identitiesFrom offset by partition of crm.identities.v1 at which the run's merges begin
   * @param identitiesTo offset by partition, exclusive, at which they end
   * @param frozenAt when the customer was frozen; the run's records are not older
   */
  record RecheckSource(
      List<EntityDigest> extracted,
      List<Long> identitiesFrom,
      List<Long> identitiesTo,
      Instant frozenAt)
      implements Task {
    public RecheckSource {
      extracted = List.copyOf(extracted);
      identitiesFrom = List.copyOf(identitiesFrom);
      identitiesTo = List.copyOf(identitiesTo);
    }
  }

  /**
   * Loader: run the SQL that the target pack has for a point of the run, in one transaction.
   *
   * @param point the point
   * @param cut number of the cut whose verdict it precedes or follows; 0 before the load
   * @param entities after the load: rows of the source snapshot by entity; all of these entities
   *     must be loaded up to their cut first. Else empty
   */
  record RunStatements(SqlPoint point, int cut, List<EntityCount> entities) implements Task {
    public RunStatements {
      entities = List.copyOf(entities);
    }
  }

  /** Loader: enable the customer in the target, and ask it back. */
  record EnableTarget() implements Task {}

  /**
   * Loader: close the run for loading, disable the customer if enabled, purge, count.
   *
   * @param reason why
   */
  record PurgeTarget(String reason) implements Task {}

  /**
   * Extractor: return the live events between the two cuts to the source that it did not see
   * itself, once each.
   *
   * @param fromOffsets offset of the opening cut by partition of the live topic
   * @param toOffsets offset of the closing cut by partition of the live topic
   */
  record ReturnLive(List<Long> fromOffsets, List<Long> toOffsets) implements Task {
    public ReturnLive {
      fromOffsets = List.copyOf(fromOffsets);
      toOffsets = List.copyOf(toOffsets);
    }
  }

  /**
   * Transformer, loader or validator, by stage: read records of the run again and do what is
   * missing.
   *
   * @param replay number of the replay in its run, from 1
   * @param stage the stage; other services ignore the task
   * @param selection which records
   * @param rate at most so many records a second until an event says otherwise; 0 for no limit
   * @param replace load only: replace rows whose fields differ; never after the commit
   * @param decisions offsets in migration.commands.v1 of the decisions that hold, in their order
   */
  record ReplayRecords(
      int replay,
      Stage stage,
      ReplaySelection selection,
      int rate,
      boolean replace,
      List<Long> decisions)
      implements Task {
    public ReplayRecords {
      decisions = List.copyOf(decisions);
    }
  }

  /** Extractor: thaw the customer in the source, and ask it back. */
  record ThawSource() implements Task {}
}
