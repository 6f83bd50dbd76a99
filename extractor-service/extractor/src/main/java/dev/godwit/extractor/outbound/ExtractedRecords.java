package dev.godwit.extractor.outbound;

import dev.godwit.extractor.snapshot.MergeGroup;
import dev.godwit.extractor.snapshot.Merges;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.Merge;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.worker.failure.StageFailedException;
import java.util.List;

/** Turns rows of one entity into records of its extracted topic. Not thread-safe. */
public interface ExtractedRecords {

  /** Sends a row as a record of its own; quarantines it where it is too large for one. */
  void row(CopyTuple row) throws StageFailedException;

  /**
   * Sends the rows of a merge as one record, in key order; only for an entity that merges.
   * Quarantines them where they are too large for one.
   */
  void merged(MergeGroup group, List<CopyTuple> rows) throws StageFailedException;

  /**
   * Quarantines a merge group whose rows are too large for one record; only for an entity that
   * merges.
   *
   * @param bytes size of its rows, more than a record may have
   */
  void tooLarge(MergeGroup group, long bytes);

  /** True where a row of that id is part of a merge group, which another chunk sends. */
  boolean isMerged(String legacyId);

  /** Records of an entity. */
  static ExtractedRecords of(
      SourceLayout layout, ExtractedSink sink, String runId, String customer, Merges merges) {
    return layout.source().merge() == Merge.NONE
        ? new RowRecords(layout, sink, runId, merges)
        : new MergedRecords(layout, sink, runId, merges);
  }
}
