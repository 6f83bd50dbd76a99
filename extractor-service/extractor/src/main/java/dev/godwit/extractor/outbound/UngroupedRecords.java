package dev.godwit.extractor.outbound;

import dev.godwit.extractor.source.SourceColumn;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.RowSchema;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.merge.Merges;
import dev.godwit.worker.merge.RunMerges;
import java.util.List;

/**
 * Writes the rows of an entity that merges which are in no merge group, one a record: the chunk of
 * merged rows writes the groups. Not thread-safe.
 */
final class UngroupedRecords implements ExtractedRecords {
  private final Merges merges;
  private final MemberRecords records;
  private final SourceColumn legacyId;
  private final IdBytes id = new IdBytes();

  UngroupedRecords(SourceLayout layout, ExtractedSink sink, String runId, RunMerges merges) {
    this.merges = merges.of(layout.entity());
    this.records = new MemberRecords(List.of(layout), sink, runId, merges);
    this.legacyId = layout.column(RowSchema.LEGACY_ID).orElseThrow();
  }

  @Override
  public void row(CopyTuple row) throws StageFailedException {
    boolean hasId = id.read(row, legacyId);
    if (!hasId || id.survivor(merges) == null) {
      records.send(id, row);
    }
  }

  @Override
  public boolean isMerged(String legacyId) {
    return merges.survivor(legacyId) != null;
  }
}
