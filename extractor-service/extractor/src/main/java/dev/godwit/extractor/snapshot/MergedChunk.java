package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.outbound.ExtractedSink;
import dev.godwit.extractor.outbound.GroupRecords;
import dev.godwit.extractor.outbound.GroupRecords.Member;
import dev.godwit.extractor.source.SourceColumn;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.RowSchema;
import dev.godwit.pgcopy.CopyFormatException;
import dev.godwit.pgcopy.CopyReader;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.merge.MergeGroup;
import dev.godwit.worker.merge.Merges;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the rows of an entity that are in merge groups, from all its queries, a few hundred at a
 * time, and passes them on group by group: the rows of the first query first, and those of a query
 * in the order of its key, so that the survivor leads. A group is read whole or not at all. The
 * connection must not commit by itself. Not thread-safe.
 */
public final class MergedChunk {
  private static final int MEMBERS_AT_ONCE = 500;

  /** Bytes of members that are held at once; more are read in smaller batches. */
  private static final long HELD_BYTES = 4L * KafkaSettings.MAX_KEY_AND_VALUE_BYTES;

  private final Connection connection;
  private final List<SourceLayout> layouts;
  private final ExtractedSink sink;
  private final GroupRecords records;
  private final int mostFailing;
  private int failing;

  /**
   * The chunk of an entity.
   *
   * @param layouts all its queries, in the order of the pack
   * @param mostFailing greatest number of rows of the chunk on which the queries may fail
   */
  public MergedChunk(
      Connection connection,
      List<SourceLayout> layouts,
      ExtractedSink sink,
      GroupRecords records,
      int mostFailing) {
    this.connection = connection;
    this.layouts = List.copyOf(layouts);
    this.sink = sink;
    this.records = records;
    this.mostFailing = mostFailing;
  }

  /** Reads all rows that are in the groups. */
  public void read(Merges merges) throws SQLException, StageFailedException {
    for (List<MergeGroup> batch : merges.batches(MEMBERS_AT_ONCE)) {
      read(batch);
    }
  }

  private void read(List<MergeGroup> batch) throws SQLException, StageFailedException {
    Savepoint before = connection.setSavepoint();
    Members members;
    try {
      members = members(batch);
    } catch (SQLException e) {
      if (!FailingRows.isOfRow(e)) {
        throw e;
      }
      connection.rollback(before);
      if (batch.size() > 1) {
        halves(batch);
      } else {
        failed(batch.getFirst(), e);
      }
      return;
    }
    connection.releaseSavepoint(before);
    if (members.tooMany() && batch.size() > 1) {
      halves(batch);
      return;
    }
    for (MergeGroup group : batch) {
      Group of = members.groups().getOrDefault(group.survivor(), new Group());
      if (of.rows == null) {
        records.tooLarge(group, of.bytes);
      } else {
        records.send(group, of.rows);
      }
    }
  }

  private void halves(List<MergeGroup> batch) throws SQLException, StageFailedException {
    int middle = batch.size() / 2;
    read(batch.subList(0, middle));
    read(batch.subList(middle, batch.size()));
  }

  /** Without one member the others would be another row of the target. */
  private void failed(MergeGroup group, SQLException error)
      throws SQLException, StageFailedException {
    failing += group.members().size();
    if (failing > mostFailing) {
      throw new StageFailedException(
          layouts.getFirst().entity().name(),
          "Expected the pack's query to fail on at most %d rows of a chunk, found more. The last error: %s"
              .formatted(mostFailing, SqlFailure.describe(error)),
          "Correct the query or the rows in the source, or raise GODWIT_FAILING_ROWS; then start another run.",
          error,
          failing,
          group.survivor());
    }
    long bytes = largeBytes(group);
    if (bytes > 0) {
      records.tooLarge(group, bytes);
    } else {
      sink.failed(group.survivor(), group.members().size(), SqlFailure.describe(error));
    }
  }

  /**
   * Bytes of the members that are too large to be read; 0 where the group fails by something else.
   */
  private long largeBytes(MergeGroup group) throws SQLException {
    long bytes = 0;
    Savepoint before = connection.setSavepoint();
    try {
      for (SourceLayout layout : layouts) {
        String members = MemberIds.condition(layout, group.members(), layouts.size() == 1);
        for (FailingRow row : FailingRow.of(connection, layout, members, layout.size())) {
          bytes += row.isTooLarge() ? row.bytes() : 0;
        }
      }
    } catch (SQLException e) {
      if (!FailingRows.isOfRow(e)) {
        throw e;
      }
      connection.rollback(before);
      return 0;
    }
    connection.releaseSavepoint(before);
    return bytes;
  }

  /** Rows of one merge group; null where they are too large for one record. */
  private static final class Group {
    private List<Member> rows = new ArrayList<>(2);
    private long bytes;

    /** Keeps a row, and gives the bytes that are held more, or fewer, than before. */
    private long add(int query, CopyTuple row) {
      long held = rows == null ? 0 : bytes;
      bytes += row.size();
      if (bytes > KafkaSettings.MAX_KEY_AND_VALUE_BYTES) {
        rows = null;
        return -held;
      }
      rows.add(new Member(query, row.copy()));
      return row.size();
    }
  }

  /**
   * Groups of a batch by survivor.
   *
   * @param tooMany true where they are more than may be held, and incomplete
   */
  private record Members(Map<String, Group> groups, boolean tooMany) {}

  private Members members(List<MergeGroup> batch) throws SQLException, StageFailedException {
    Map<String, String> survivors = new HashMap<>();
    for (MergeGroup group : batch) {
      group.members().forEach(member -> survivors.put(member, group.survivor()));
    }
    Set<String> open = new HashSet<>(survivors.keySet());
    Map<String, Group> groups = new HashMap<>();
    long held = 0;
    for (int query = 0; query < layouts.size() && !open.isEmpty(); query++) {
      SourceLayout layout = layouts.get(query);
      SourceColumn legacyId = layout.column(RowSchema.LEGACY_ID).orElseThrow();
      try (CopyReader found =
          CopyReader.open(
              connection,
              layout.copy(MemberIds.condition(layout, open, layouts.size() == 1)),
              layout.width())) {
        for (CopyTuple row = found.next(); row != null; row = found.next()) {
          String id = legacyId.text(row);
          String survivor = survivors.get(id);
          if (survivor == null) {
            throw otherText(layout, id);
          }
          open.remove(id);
          held += groups.computeIfAbsent(survivor, s -> new Group()).add(query, row);
          if (held > HELD_BYTES && batch.size() > 1) {
            return new Members(groups, true);
          }
        }
      } catch (CopyFormatException e) {
        throw ChunkExtraction.unreadable(layout, e);
      }
    }
    return new Members(groups, false);
  }

  private static StageFailedException otherText(SourceLayout layout, String id) {
    return new StageFailedException(
        layout.entity().name(),
        "Expected legacyId to have the same text as in the plan, found another.",
        "Let the pack's query return legacyId as text.",
        null,
        1,
        id);
  }
}
