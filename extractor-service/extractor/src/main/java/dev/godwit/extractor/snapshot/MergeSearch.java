package dev.godwit.extractor.snapshot;

import dev.godwit.canonical.ByteDigest;
import dev.godwit.canonical.NormalisedAddress;
import dev.godwit.canonical.NormalisedAddress.Dots;
import dev.godwit.extractor.ExtractorSettings;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pgcopy.CopyReader;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.worker.failure.StageFailedException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds contacts with the same normalised address. The first pass keeps 64-bit hashes and finds
 * those that occur twice. The second pass, in key order, keeps the contacts with such a hash and
 * compares their addresses. Where there are more contacts than hashes may be held, both passes are
 * repeated for one range of hashes after another, so memory grows with the merge groups and not
 * with the contacts. A contact that the source cannot give is in no group. Addresses with dots
 * anywhere are compared too: whether they are valid is the target pack's to say, and they are so or
 * not for all members alike. The connection must not commit by itself. Not thread-safe.
 */
public final class MergeSearch {
  private static final int ID = 0;
  private static final int ADDRESS = 1;
  private static final int COLUMNS = 2;

  private final Connection connection;
  private final SourceLayout contacts;
  private final int heldHashes;
  private final int chunkRows;
  private final int mostFailing;

  /** Condition on the contacts that are read. */
  private String readable = "true";

  /** A search with settings of the extractor. */
  public MergeSearch(Connection connection, SourceLayout contacts, ExtractorSettings settings) {
    this.connection = connection;
    this.contacts = contacts;
    this.heldHashes = settings.mergeHashes();
    this.chunkRows = settings.chunkRows();
    this.mostFailing = settings.failingRows();
  }

  /**
   * All merge groups.
   *
   * @param rows approximate number of contacts
   */
  public List<MergeGroup> find(long rows) throws SQLException, StageFailedException {
    if (contacts.column("address").isEmpty()) {
      return List.of();
    }
    Savepoint before = connection.setSavepoint();
    try {
      return groups(rows);
    } catch (SQLException e) {
      if (!FailingRows.isOfRow(e)) {
        throw e;
      }
      connection.rollback(before);
    }
    FailingRows failing =
        new FailingRows(
            connection, contacts, condition -> statement(condition, ""), COLUMNS, mostFailing);
    readable = FailingRows.without(contacts, FailingRows.ofEntity(failing, rows, chunkRows));
    return groups(rows);
  }

  private List<MergeGroup> groups(long rows) throws SQLException {
    List<MergeGroup> groups = new ArrayList<>();
    int passes = Math.toIntExact(Math.max(1, (rows + heldHashes - 1) / heldHashes));
    for (int pass = 0; pass < passes; pass++) {
      long[] repeated = repeatedHashes(pass, passes, Math.min(rows, heldHashes));
      if (repeated.length > 0) {
        collect(repeated, groups);
      }
    }
    return groups;
  }

  private long[] repeatedHashes(int pass, int passes, long expected) throws SQLException {
    long[] hashes = new long[(int) Math.max(16, expected)];
    int count = 0;
    try (CopyReader rows = CopyReader.open(connection, statement(readable, ""), COLUMNS)) {
      for (CopyTuple row = rows.next(); row != null; row = rows.next()) {
        Optional<String> address = NormalisedAddress.of(row.text(ADDRESS), Dots.ANYWHERE);
        if (address.isPresent()) {
          long hash = hash(address.get());
          if (Long.remainderUnsigned(hash, passes) == pass) {
            if (count == hashes.length) {
              hashes = Arrays.copyOf(hashes, count + count / 2);
            }
            hashes[count++] = hash;
          }
        }
      }
    }
    return repeated(hashes, count);
  }

  /** Values that occur at least twice, sorted; sorts the first {@code count} elements in place. */
  static long[] repeated(long[] values, int count) {
    Arrays.sort(values, 0, count);
    int found = 0;
    for (int i = 1; i < count; i++) {
      if (values[i] == values[i - 1] && (found == 0 || values[found - 1] != values[i])) {
        values[found++] = values[i];
      }
    }
    return Arrays.copyOf(values, found);
  }

  private void collect(long[] repeated, List<MergeGroup> groups) throws SQLException {
    Map<String, List<String>> byAddress = new LinkedHashMap<>();
    String order = " order by " + String.join(", ", contacts.key());
    try (CopyReader rows = CopyReader.open(connection, statement(readable, order), COLUMNS)) {
      for (CopyTuple row = rows.next(); row != null; row = rows.next()) {
        Optional<String> address = NormalisedAddress.of(row.text(ADDRESS), Dots.ANYWHERE);
        if (address.isPresent() && Arrays.binarySearch(repeated, hash(address.get())) >= 0) {
          byAddress.computeIfAbsent(address.get(), a -> new ArrayList<>(2)).add(row.text(ID));
        }
      }
    }
    for (List<String> members : byAddress.values()) {
      if (members.size() > 1) {
        groups.add(new MergeGroup(members));
      }
    }
  }

  private String statement(String condition, String order) {
    return SourceLayout.copyOf(
        "select cast(%s as text), cast(%s as text) from %s where %s%s"
            .formatted(
                contacts.expression("legacyId"),
                contacts.expression("address"),
                contacts.from(),
                condition,
                order));
  }

  private static long hash(String address) {
    byte[] bytes = address.getBytes(StandardCharsets.UTF_8);
    return ByteDigest.hash(bytes, 0, bytes.length);
  }
}
