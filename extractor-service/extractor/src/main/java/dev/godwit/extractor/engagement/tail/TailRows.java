package dev.godwit.extractor.engagement.tail;

import dev.godwit.extractor.outbound.EngagementFields;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.SourceQuery;
import dev.godwit.pgcopy.CopyReader;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Queries one customer's engagements, as one query of the pack gives them, by key; each query is
 * one short statement over a range of the key's index. Not thread-safe.
 */
final class TailRows {
  /** Rows of one poll on which the pack's query may fail; more fail the poll. */
  private static final int MOST_FAILING = 100;

  /**
   * A row with its key.
   *
   * @param event the row as an event; of a row that cannot be read its key alone, behind the name
   *     of its query where that has one
   * @param problem why it cannot be read, without a value; null where it can
   */
  record Row(long key, LiveEngagement event, String problem) {}

  private final Connection connection;
  private final SourceLayout layout;
  private final EngagementFields fields;
  private final String customer;

  TailRows(Connection connection, SourcePack pack, SourceQuery query, String customer)
      throws SQLException, StageFailedException {
    SourceEntity engagements = pack.entities().get(Entity.ENGAGEMENTS);
    this.connection = connection;
    this.layout = SourceLayout.of(connection, engagements, query, customer);
    this.fields = new EngagementFields(layout, customer);
    this.customer = customer;
  }

  /** Name of the query; null where the pack has one, without a name. */
  String query() {
    return layout.query();
  }

  /** The first rows above a key, in the order of keys. */
  List<Row> above(long key, int limit) throws SQLException {
    return rows(above(key) + ordered() + " limit " + limit);
  }

  /** The first keys above one and up to another, in order. */
  List<Long> keys(long above, long upTo, int limit) throws SQLException {
    return keys(above(above) + " and " + upTo(upTo) + ordered() + " limit " + limit);
  }

  private List<Long> keys(String condition) throws SQLException {
    List<Long> keys = new ArrayList<>();
    try (CopyReader found = CopyReader.open(connection, layout.copyKey(condition), 1)) {
      for (CopyTuple row = found.next(); row != null; row = found.next()) {
        keys.add(row.integer(0));
      }
    }
    return keys;
  }

  /** The rows of some keys. */
  List<Row> of(List<Long> keys) throws SQLException {
    if (keys.isEmpty()) {
      return List.of();
    }
    return rows(among(keys));
  }

  private String among(List<Long> keys) {
    String list = keys.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return key() + " in (" + list + ")" + ordered();
  }

  /** The highest key; {@link Long#MIN_VALUE} where there is no row. */
  long highest() throws SQLException {
    List<Long> highest = keys("true order by " + key() + " desc limit 1");
    return highest.isEmpty() ? Long.MIN_VALUE : highest.getFirst();
  }

  /** The rows that meet a condition; one on which the query fails is found by its key. */
  private List<Row> rows(String condition) throws SQLException {
    try {
      return read(condition);
    } catch (SQLException e) {
      if (SqlFailure.classify(e) != SqlFailure.ROW) {
        throw e;
      }
      List<Row> rows = new ArrayList<>();
      halve(keys(condition), rows, e);
      return rows;
    }
  }

  private void halve(List<Long> keys, List<Row> rows, SQLException why) throws SQLException {
    if (keys.size() == 1) {
      if (rows.stream().filter(row -> row.problem() != null).count() >= MOST_FAILING) {
        throw why;
      }
      rows.add(failing(keys.getFirst(), SqlFailure.describe(why)));
      return;
    }
    int middle = keys.size() / 2;
    for (List<Long> half : List.of(keys.subList(0, middle), keys.subList(middle, keys.size()))) {
      if (half.isEmpty()) {
        continue;
      }
      try {
        rows.addAll(read(among(half)));
      } catch (SQLException e) {
        if (SqlFailure.classify(e) != SqlFailure.ROW) {
          throw e;
        }
        halve(half, rows, e);
      }
    }
  }

  private Row failing(long key, String problem) {
    LiveEngagement event = new LiveEngagement();
    event.setCustomer(customer);
    event.setWay(LiveWay.TAIL);
    event.setLegacyId(query() == null ? Long.toString(key) : query() + "/" + key);
    return new Row(key, event, problem);
  }

  private List<Row> read(String condition) throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (CopyReader found =
        CopyReader.open(connection, layout.copyWithKey(condition), layout.width() + 1)) {
      for (CopyTuple row = found.next(); row != null; row = found.next()) {
        rows.add(new Row(row.integer(layout.width()), fields.event(row), null));
      }
    }
    return rows;
  }

  private String above(long key) {
    return key == Long.MIN_VALUE ? key() + " is not null" : key() + " > " + key;
  }

  private String upTo(long key) {
    return key() + " <= " + key;
  }

  private String ordered() {
    return " order by " + key();
  }

  private String key() {
    return layout.key().getFirst();
  }
}
