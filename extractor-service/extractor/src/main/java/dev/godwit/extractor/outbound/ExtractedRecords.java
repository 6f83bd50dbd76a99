package dev.godwit.extractor.outbound;

import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.merge.RunMerges;

/** Turns rows of one query into records of its entity's extracted topic. Not thread-safe. */
public interface ExtractedRecords {

  /**
   * Sends a row as a record of its own, unless it is part of a merge group; quarantines it where it
   * is too large for one.
   */
  void row(CopyTuple row) throws StageFailedException;

  /** True where a row of that id is part of a merge group, which another chunk sends. */
  boolean isMerged(String legacyId);

  /**
   * Records of a query.
   *
   * @param merges groups of the run
   */
  static ExtractedRecords of(
      SourceLayout layout, ExtractedSink sink, String runId, RunMerges merges) {
    return layout.source().merges()
        ? new UngroupedRecords(layout, sink, runId, merges)
        : new RowRecords(layout, sink, runId, merges);
  }
}
