package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.outbound.ExtractedRecords;
import dev.godwit.extractor.outbound.ExtractedSink;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pgcopy.CopyFormatException;
import dev.godwit.pgcopy.CopyReader;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;

/**
 * Reads the rows of a key range from the source and passes them on one at a time. A row on which
 * the query fails, or that is too large to be read, is found and quarantined, and the others are
 * read. The connection must not commit by itself. Not thread-safe.
 */
public final class ChunkExtraction {
  private final Connection connection;
  private final SourceLayout layout;
  private final ExtractedSink sink;
  private final ExtractedRecords records;
  private final int mostFailing;

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

  /** Reads a key range; of an entity that merges, the rows that are in no merge group. */
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
      for (FailingRow row : failing.rows(key)) {
        if (records.isMerged(row.id())) {
          continue; // Its group is quarantined as one.
        }
        if (row.isTooLarge()) {
          sink.tooLarge(row.id(), row.bytes(), 1);
        } else {
          sink.failed(row.id(), 1, error);
        }
      }
    }
    read(range.condition(layout) + " and " + FailingRows.without(layout, failing.found()));
  }

  private StageFailedException unreadable(CopyFormatException e) {
    return unreadable(layout, e);
  }

  static StageFailedException unreadable(SourceLayout layout, CopyFormatException e) {
    return new StageFailedException(
        layout.entity().name(),
        e.getMessage(),
        "Correct the source or the pack's query; then roll the run back and start another: its snapshot does not see the correction.");
  }
}
