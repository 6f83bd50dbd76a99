package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.outbound.ExtractedRecords;
import dev.godwit.extractor.source.SourceColumn;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pgcopy.CopyFormatException;
import dev.godwit.pgcopy.CopyReader;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads the rows of a chunk from the source and passes them on one at a time. Stateless. */
public final class ChunkExtraction {
  private static final int MEMBERS_AT_ONCE = 500;

  private ChunkExtraction() {}

  /** Reads a key range; for contacts, the rows that are in no merge group. */
  public static void range(
      Connection connection, SourceLayout layout, KeyRange range, ExtractedRecords records)
      throws SQLException, StageFailedException {
    try (CopyReader rows =
        CopyReader.open(connection, layout.copy(range.condition(layout)), layout.width())) {
      for (CopyTuple row = rows.next(); row != null; row = rows.next()) {
        records.row(row);
      }
    } catch (CopyFormatException e) {
      throw unreadable(layout, e);
    }
  }

  private static StageFailedException unreadable(SourceLayout layout, CopyFormatException e) {
    return new StageFailedException(
        layout.entity().name(),
        e.getMessage(),
        "Correct the source or the pack's query; then roll the run back and start another: its snapshot does not see the correction.");
  }

  /** Reads all contacts that are in merge groups, a few hundred rows at a time. */
  public static void merged(
      Connection connection, SourceLayout contacts, Merges merges, ExtractedRecords records)
      throws SQLException, StageFailedException {
    for (List<MergeGroup> batch : merges.batches(MEMBERS_AT_ONCE)) {
      Map<String, List<CopyTuple>> rows = rows(connection, contacts, batch);
      for (MergeGroup group : batch) {
        records.merged(group, rows.getOrDefault(group.survivor(), List.of()));
      }
    }
  }

  private static Map<String, List<CopyTuple>> rows(
      Connection connection, SourceLayout contacts, List<MergeGroup> batch)
      throws SQLException, StageFailedException {
    Map<String, String> survivors = new HashMap<>();
    for (MergeGroup group : batch) {
      group.members().forEach(member -> survivors.put(member, group.survivor()));
    }
    String condition =
        survivors.keySet().stream()
            .map(KeyRange::literal)
            .collect(
                Collectors.joining(
                    ", ",
                    contacts.expression("legacyId") + " in (",
                    ") order by " + String.join(", ", contacts.key())));
    SourceColumn legacyId = contacts.column("legacyId").orElseThrow();
    Map<String, List<CopyTuple>> rows = new HashMap<>();
    try (CopyReader found =
        CopyReader.open(connection, contacts.copy(condition), contacts.width())) {
      for (CopyTuple row = found.next(); row != null; row = found.next()) {
        String survivor = survivors.get(legacyId.text(row));
        if (survivor == null) {
          throw new StageFailedException(
              contacts.entity().name(),
              "Expected legacyId to have the same text as in the plan, found another.",
              "Let the pack's query return legacyId as text.",
              null,
              1,
              legacyId.text(row));
        }
        rows.computeIfAbsent(survivor, s -> new ArrayList<>(2)).add(row.copy());
      }
    } catch (CopyFormatException e) {
      throw unreadable(contacts, e);
    }
    return rows;
  }
}
