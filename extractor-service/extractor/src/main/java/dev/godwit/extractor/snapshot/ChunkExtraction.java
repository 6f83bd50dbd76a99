package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.outbound.ExtractedRecords;
import dev.godwit.extractor.outbound.ExtractedSink;
import dev.godwit.extractor.source.SourceColumn;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pgcopy.CopyFormatException;
import dev.godwit.pgcopy.CopyReader;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads the rows of a chunk from the source and passes them on one at a time. A row on which the
 * query fails is found and quarantined, and the others are read. The connection must not commit by
 * itself. Not thread-safe.
 */
public final class ChunkExtraction {
  private static final int MEMBERS_AT_ONCE = 500;

  /** Bytes of members that are held at once; more are read in smaller batches. */
  private static final long HELD_BYTES = 4L * KafkaSettings.MAX_KEY_AND_VALUE_BYTES;

  private final Connection connection;
  private final SourceLayout layout;
  private final ExtractedSink sink;
  private final ExtractedRecords records;
  private final int mostFailing;
  private int failing;

  /**
   * Of one chunk.
   *
   * @param layout of the chunk's entity
   * @param mostFailing greatest number of rows of the chunk on which the query may fail
   */
  public ChunkExtraction(
      Connection connection,
      SourceLayout layout,
      ExtractedSink sink,
      ExtractedRecords records,
      int mostFailing) {
    this.connection = connection;
    this.layout = layout;
    this.sink = sink;
    this.records = records;
    this.mostFailing = mostFailing;
  }

  /** Reads a key range; for contacts, the rows that are in no merge group. */
  public void range(KeyRange range) throws SQLException, StageFailedException {
    Savepoint before = connection.setSavepoint();
    try {
      read(range.condition(layout));
    } catch (SQLException e) {
      if (!FailingRows.isOfRow(e)) {
        throw e;
      }
      connection.rollback(before);
      sink.restart();
      withoutFailing(range, e);
    }
  }

  /**
   * Reads a whole entity in one pass.
   *
   * @return false where the query fails on a row, and all that was read is taken back: read it
   *     range by range
   */
  public boolean readsAll() throws SQLException, StageFailedException {
    Savepoint before = connection.setSavepoint();
    try {
      read("true");
      return true;
    } catch (SQLException e) {
      if (!FailingRows.isOfRow(e)) {
        throw e;
      }
      connection.rollback(before);
      sink.restart();
      return false;
    }
  }

  private void read(String condition) throws SQLException, StageFailedException {
    try (CopyReader rows = CopyReader.open(connection, layout.copy(condition), layout.width())) {
      for (CopyTuple row = rows.next(); row != null; row = rows.next()) {
        records.row(row);
      }
    } catch (CopyFormatException e) {
      throw unreadable(e);
    }
  }

  private void withoutFailing(KeyRange range, SQLException first)
      throws SQLException, StageFailedException {
    FailingRows failing =
        new FailingRows(connection, layout, layout::copy, layout.width(), mostFailing);
    failing.search(range);
    String error = SqlFailure.describe(failing.lastError() == null ? first : failing.lastError());
    for (FailingRows.Key key : failing.found()) {
      for (String legacyId : failing.legacyIds(key)) {
        if (!records.isMerged(legacyId)) {
          sink.failed(legacyId, 1, error);
        }
      }
    }
    read(range.condition(layout) + " and " + FailingRows.without(layout, failing.found()));
  }

  private StageFailedException unreadable(CopyFormatException e) {
    return new StageFailedException(
        layout.entity().name(),
        e.getMessage(),
        "Correct the source or the pack's query; then roll the run back and start another: its snapshot does not see the correction.");
  }

  /** Reads all contacts that are in merge groups, a few hundred rows at a time. */
  public void merged(Merges merges) throws SQLException, StageFailedException {
    for (List<MergeGroup> batch : merges.batches(MEMBERS_AT_ONCE)) {
      merged(batch);
    }
  }

  private void merged(List<MergeGroup> batch) throws SQLException, StageFailedException {
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
        records.merged(group, of.rows);
      }
    }
  }

  private void halves(List<MergeGroup> batch) throws SQLException, StageFailedException {
    int middle = batch.size() / 2;
    merged(batch.subList(0, middle));
    merged(batch.subList(middle, batch.size()));
  }

  /** A group is read whole or not at all: without one member the others are another contact. */
  private void failed(MergeGroup group, SQLException error) throws StageFailedException {
    failing += group.members().size();
    if (failing > mostFailing) {
      throw new StageFailedException(
          layout.entity().name(),
          "Expected the pack's query to fail on at most %d rows of a chunk, found more. The last error: %s"
              .formatted(mostFailing, SqlFailure.describe(error)),
          "Correct the query or the rows in the source, or raise GODWIT_FAILING_ROWS; then start another run.",
          error,
          failing,
          group.survivor());
    }
    sink.failed(group.survivor(), group.members().size(), SqlFailure.describe(error));
  }

  /** Rows of one merge group; null where they are too large for one record. */
  private static final class Group {
    private List<CopyTuple> rows = new ArrayList<>(2);
    private long bytes;

    /** Keeps a row, and gives the bytes that are held more, or fewer, than before. */
    private long add(CopyTuple row) {
      long held = rows == null ? 0 : bytes;
      bytes += row.size();
      if (bytes > KafkaSettings.MAX_KEY_AND_VALUE_BYTES) {
        rows = null;
        return -held;
      }
      rows.add(row.copy());
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
    String condition =
        survivors.keySet().stream()
            .map(KeyRange::literal)
            .collect(Collectors.joining(", ", layout.expression("legacyId") + " in (", ")"));
    SourceColumn legacyId = layout.column("legacyId").orElseThrow();
    Map<String, Group> groups = new HashMap<>();
    long held = 0;
    try (CopyReader found =
        CopyReader.open(connection, layout.copyByKey(condition), layout.width())) {
      for (CopyTuple row = found.next(); row != null; row = found.next()) {
        String survivor = survivors.get(legacyId.text(row));
        if (survivor == null) {
          throw new StageFailedException(
              layout.entity().name(),
              "Expected legacyId to have the same text as in the plan, found another.",
              "Let the pack's query return legacyId as text.",
              null,
              1,
              legacyId.text(row));
        }
        held += groups.computeIfAbsent(survivor, s -> new Group()).add(row);
        if (held > HELD_BYTES && batch.size() > 1) {
          return new Members(groups, true);
        }
      }
    } catch (CopyFormatException e) {
      throw unreadable(e);
    }
    return new Members(groups, false);
  }
}
