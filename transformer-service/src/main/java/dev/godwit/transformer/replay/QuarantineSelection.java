package dev.godwit.transformer.replay;

import dev.godwit.common.v1.ReplaySelection;
import dev.godwit.common.v1.Stage;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import java.util.List;
import java.util.Set;

/**
 * Decides which records of the quarantine a replay reads: those of its run and of stage transform
 * that its selection names. Immutable.
 */
final class QuarantineSelection {
  private static final String EVERY_REASON = "*";

  private final String runId;
  private final List<Entity> entities;
  private final Set<Integer> partitions;
  private final long fromOffset;
  private final long fromTimeMillis;
  private final Set<String> keys;
  private final String reason;

  QuarantineSelection(String runId, ReplaySelection selection) {
    this.runId = runId;
    this.entities = List.copyOf(Entities.of(selection));
    this.partitions = Set.copyOf(selection.getPartitions());
    this.fromOffset = selection.getFromOffset() == null ? 0 : selection.getFromOffset();
    this.fromTimeMillis =
        selection.getFromTimeMillis() == null ? Long.MIN_VALUE : selection.getFromTimeMillis();
    this.keys = Set.copyOf(selection.getKeys());
    this.reason = selection.getQuarantined() == null ? EVERY_REASON : selection.getQuarantined();
  }

  boolean takes(Entity entity) {
    return entities.isEmpty() || entities.contains(entity);
  }

  boolean takesPartition(int partition) {
    return partitions.isEmpty() || partitions.contains(partition);
  }

  boolean takes(QuarantinedRecord record) {
    return isOfRun(record.getRunId(), record.getStage())
        && takes(Entities.of(record))
        && takesPartition(record.getPartition())
        && takes(record.getOffset(), record.getLegacyId(), record.getReason());
  }

  boolean takes(ReleasedRecord record) {
    return isOfRun(record.getRunId(), record.getStage())
        && takes(Entities.of(record))
        && takesPartition(record.getPartition())
        && takes(record.getOffset(), record.getLegacyId(), record.getReason());
  }

  /** Whether the transformer has a record of the run in quarantine, or had. */
  boolean isOfRun(QuarantinedRecord record) {
    return isOfRun(record.getRunId(), record.getStage());
  }

  private boolean isOfRun(String ofRun, Stage stage) {
    return stage == Stage.TRANSFORM && runId.equals(ofRun);
  }

  private boolean takes(long offset, String legacyId, String why) {
    return offset >= fromOffset
        && (keys.isEmpty() || keys.contains(legacyId))
        && (reason.equals(EVERY_REASON) || reason.equals(why));
  }

  /** True where the record's own time lets it in. */
  boolean takesTime(long recordMillis) {
    return recordMillis >= fromTimeMillis;
  }
}
