package dev.godwit.loader.replay;

import dev.godwit.loader.inbound.InboundRecord;
import dev.godwit.loader.inbound.LoadRecord;
import dev.godwit.loader.progress.RedrivenStore;
import dev.godwit.loader.progress.RedrivenStore.Parent;
import dev.godwit.loader.reference.ParentCheck.ReferenceUse;
import dev.godwit.loader.replay.StretchReader.Step;
import dev.godwit.loader.rows.EncodedBatch;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pgcopy.CellMismatchException;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.TableRow;
import dev.godwit.task.v1.ReplayRecords;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Leaves of a step of a redrive the records that a person chose, and those that wait for redriven
 * ones: they are in quarantine since a record that they refer to was missing, and that record left
 * the quarantine for this redrive. Parents are read before their children, so one pass finds
 * dependants of dependants. Not thread-safe.
 */
final class Dependants {
  /** The reason for which records that wait for others are in quarantine. */
  static final String WAITING = QuarantineReason.BROKEN_REFERENCE.name();

  private final RunTarget target;
  private final String runId;
  private final int replay;
  private final RedriveChoice choice;

  Dependants(RunTarget target, String runId, int replay, RedriveChoice choice) {
    this.target = target;
    this.runId = runId;
    this.replay = replay;
    this.choice = choice;
  }

  /** Those of a redrive; empty for a replay that is none. */
  static Optional<Dependants> of(ReplayRecords task, RunTarget target, String runId) {
    return task.getSelection().getDependants()
        ? Optional.of(
            new Dependants(target, runId, task.getReplay(), new RedriveChoice(task.getSelection())))
        : Optional.empty();
  }

  /**
   * The step with the chosen and the waiting records alone, in their order.
   *
   * @param quarantined reasons by offset of the records in quarantine
   */
  Step of(Connection connection, Step step, Map<Long, String> quarantined) throws SQLException {
    IdentityHashMap<InboundRecord, List<Parent>> waiting = waiting(step, quarantined);
    Set<Parent> asked = new HashSet<>();
    waiting.values().forEach(asked::addAll);
    Set<Parent> redriven = RedrivenStore.among(connection, runId, replay, asked);
    List<InboundRecord> kept = new ArrayList<>();
    for (InboundRecord record : step.records()) {
      String reason = quarantined.get(record.source().offset());
      boolean isKept =
          reason != null
              && (choice.takes(step.entity(), id(record), reason)
                  || waiting.getOrDefault(record, List.of()).stream().anyMatch(redriven::contains));
      if (isKept) {
        kept.add(record);
        // A record of the same step may be its child.
        redriven.addAll(idsOf(step.entity(), id(record)));
      }
    }
    return new Step(step.partition(), step.entity(), kept, step.from(), step.next());
  }

  /** Notes records that the step released, for the dependants that are read later. */
  void released(Connection connection, Entity entity, List<LoadRecord> released)
      throws SQLException {
    List<Parent> parents = new ArrayList<>();
    released.forEach(record -> parents.addAll(idsOf(entity, record.legacyId())));
    RedrivenStore.add(connection, runId, replay, parents);
  }

  private List<Parent> idsOf(Entity entity, String legacyId) {
    return isParent(entity) && !legacyId.isEmpty()
        ? RedriveChoice.idsOf(target.customer(), entity, legacyId)
        : List.of();
  }

  /** Nothing refers to an open or a click. */
  static boolean isParent(Entity entity) {
    return !entity.equals(Entity.ENGAGEMENTS) && !entity.equals(Entity.LIVE);
  }

  /** The records that wait for others, and for which, unless they are chosen themselves. */
  private IdentityHashMap<InboundRecord, List<Parent>> waiting(
      Step step, Map<Long, String> quarantined) {
    EncodedBatch batch = new EncodedBatch(target);
    List<InboundRecord> encoded = new ArrayList<>();
    for (InboundRecord record : step.records()) {
      String reason = quarantined.get(record.source().offset());
      if (WAITING.equals(reason)
          && !choice.takes(step.entity(), id(record), reason)
          && isAdded(batch, step.entity(), record)) {
        encoded.add(record);
      }
    }
    IdentityHashMap<InboundRecord, List<Parent>> waiting = new IdentityHashMap<>();
    for (ReferenceUse use : batch.references()) {
      waiting
          .computeIfAbsent(encoded.get(use.record()), record -> new ArrayList<>())
          .add(new Parent(use.reference().entity(), String.valueOf(use.key())));
    }
    return waiting;
  }

  private static String id(InboundRecord record) {
    return switch (record) {
      case InboundRecord.Row row -> row.record().getLegacyId();
      case InboundRecord.Live live -> live.event().getEventId();
      case InboundRecord.Unreadable poison -> "";
      case InboundRecord.Marker marker -> "";
    };
  }

  /** A row that fits no table refers to nothing; its record stays where it is. */
  private static boolean isAdded(EncodedBatch batch, Entity entity, InboundRecord record) {
    List<TableRow> rows =
        switch (record) {
          case InboundRecord.Row row -> row.record().getRows();
          case InboundRecord.Live live -> live.event().getRows();
          case InboundRecord.Unreadable poison -> List.of();
          case InboundRecord.Marker marker -> List.of();
        };
    try {
      batch.add(entity.equals(Entity.LIVE) ? Entity.ENGAGEMENTS : entity, rows);
      return true;
    } catch (CellMismatchException e) {
      return false;
    }
  }
}
