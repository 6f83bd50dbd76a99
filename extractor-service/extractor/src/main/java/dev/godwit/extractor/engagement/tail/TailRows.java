package dev.godwit.extractor.engagement.tail;

import dev.godwit.common.v1.Entity;
import dev.godwit.extractor.outbound.EngagementFields;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.pgcopy.CopyReader;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Queries one customer's engagements by key; each query is one short statement over a range of the
 * key's index. Not thread-safe.
 */
final class TailRows {
  /** A row with its key. */
  record Row(long key, LiveEngagement event) {}

  private final Connection connection;
  private final SourceLayout layout;
  private final EngagementFields fields;

  TailRows(Connection connection, SourcePack pack, String customer)
      throws SQLException, StageFailedException {
    SourceEntity engagements = pack.entities().get(Entity.ENGAGEMENTS);
    this.connection = connection;
    this.layout = SourceLayout.of(connection, engagements, customer);
    this.fields = new EngagementFields(layout, customer);
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
    String list = keys.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return rows(key() + " in (" + list + ")" + ordered());
  }

  /** The highest key; {@link Long#MIN_VALUE} where there is no row. */
  long highest() throws SQLException {
    List<Long> highest = keys("true order by " + key() + " desc limit 1");
    return highest.isEmpty() ? Long.MIN_VALUE : highest.getFirst();
  }

  private List<Row> rows(String condition) throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (CopyReader found =
        CopyReader.open(connection, layout.copyWithKey(condition), layout.width() + 1)) {
      for (CopyTuple row = found.next(); row != null; row = found.next()) {
        rows.add(new Row(row.integer(layout.width()), fields.event(row)));
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
