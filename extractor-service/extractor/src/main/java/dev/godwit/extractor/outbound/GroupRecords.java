package dev.godwit.extractor.outbound;

import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.records.Entity;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.merge.MergeGroup;
import dev.godwit.worker.merge.RunMerges;
import java.util.List;

/** Turns the merge groups of an entity into records of its extracted topic. Not thread-safe. */
public final class GroupRecords {
  /**
   * A row of a group.
   *
   * @param query number of the query that gave it, in the order of the pack, from 0
   */
  public record Member(int query, CopyTuple row) {}

  private final Entity entity;
  private final ExtractedSink sink;
  private final MemberRecords records;

  /**
   * For a run.
   *
   * @param layouts all queries of the entity, in the order of the pack
   */
  public GroupRecords(
      List<SourceLayout> layouts, ExtractedSink sink, String runId, RunMerges merges) {
    this.entity = layouts.getFirst().entity();
    this.sink = sink;
    this.records = new MemberRecords(layouts, sink, runId, merges);
  }

  /**
   * Sends the rows of a group, the survivor first, as one record; quarantines them where they are
   * too large for one.
   *
   * @throws StageFailedException where they are not as many as the group has members
   */
  public void send(MergeGroup group, List<Member> rows) throws StageFailedException {
    if (rows.size() != group.members().size()) {
      throw new StageFailedException(
          entity.name(),
          "Expected %d %s of a merge in the snapshot, found %d."
              .formatted(group.members().size(), entity.text(), rows.size()),
          "Check that legacyId is unique among the customer's %s in the pack's query."
              .formatted(entity.text()),
          null,
          group.members().size(),
          group.survivor());
    }
    records.send(group.survivor(), rows, group.rule());
  }

  /**
   * Quarantines a group whose rows are too large for one record.
   *
   * @param bytes size of its rows, more than a record may have
   */
  public void tooLarge(MergeGroup group, long bytes) {
    sink.fits(bytes, group::survivor, group.members().size());
  }
}
