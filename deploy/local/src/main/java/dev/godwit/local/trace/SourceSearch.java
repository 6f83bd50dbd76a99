package dev.godwit.local.trace;

import dev.godwit.canonical.NormalisedAddress;
import dev.godwit.common.v1.EntityPlan;
import dev.godwit.common.v1.QueryPlan;
import dev.godwit.extractor.snapshot.KeyRange;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.CanonicalFields;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.SourceQuery;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds rows of one customer and entity in the source, through the queries of its pack, in a
 * session that writes nothing. Not thread-safe.
 */
final class SourceSearch implements Reached.Session {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int FETCH_ROWS = 5_000;
  private static final String ADDRESS = "address";
  private static final String MESSAGE_ID = "messageId";

  /** Fields by which a record is found in topics and in the target; those that the pack has. */
  private static final List<String> IDS =
      List.of(
          CanonicalFields.LEGACY_ID, CanonicalFields.CONTACT_ID, "emailId", "eventId", MESSAGE_ID);

  /** States of a literal that the column's type does not take: no row has it. */
  private static final Set<String> NO_VALUE_OF_THE_TYPE =
      Set.of("22P02", "22003", "22007", "22008", "22021", "22P05");

  private final SourceEntity entity;
  private final String customer;
  private final Connection connection;

  /**
   * A row as it is now.
   *
   * @param columns columns of the pack's query with their values as text
   * @param ids those of the fields that hold ids which are not NULL, by name
   * @param chunk number of the chunk whose key range it is in; -1 where the run has no plan of it
   */
  record Row(Map<String, String> columns, Map<String, String> ids, int chunk) {}

  /**
   * Connects.
   *
   * @throws SQLException retriable where the database is not reached
   */
  SourceSearch(SourcePack pack, SourceEntity entity, String customer) throws SQLException {
    this.entity = entity;
    this.customer = customer;
    this.connection = pack.database().openForShortReads(LONGEST);
  }

  /**
   * Rows of an id.
   *
   * @param plan the run's plan of the entity; null for none
   */
  List<Row> byId(String id, EntityPlan plan) throws SQLException, StageFailedException {
    List<Row> rows = new ArrayList<>();
    int before = 0;
    for (int i = 0; i < entity.queries().size(); i++) {
      SourceLayout layout = layout(entity.queries().get(i));
      List<String> boundaries = boundaries(plan, i);
      rows.addAll(byId(layout, id, boundaries, before));
      before += boundaries == null ? 0 : boundaries.size() + 1;
    }
    return rows;
  }

  /** Boundaries of a query's chunks; null where there is no plan of it. */
  private static List<String> boundaries(EntityPlan plan, int query) {
    if (plan == null || plan.getChunks() == 0) {
      return null;
    }
    List<QueryPlan> queries = plan.getQueries();
    if (queries.isEmpty()) {
      return query == 0 ? plan.getBoundaries() : null;
    }
    return query < queries.size() ? queries.get(query).getBoundaries() : null;
  }

  private SourceLayout layout(SourceQuery query) throws SQLException, StageFailedException {
    return SourceLayout.of(connection, entity, query, customer);
  }

  private List<Row> byId(SourceLayout layout, String id, List<String> boundaries, int before)
      throws SQLException {
    List<String> fields = IDS.stream().filter(f -> layout.expression(f) != null).toList();
    StringBuilder sql = new StringBuilder("select ");
    for (String field : fields) {
      sql.append("cast(").append(layout.expression(field)).append(" as text), ");
    }
    sql.append(chunk(layout, boundaries, before)).append(", q.* from ").append(layout.from());
    sql.append(" where ").append(layout.expression(CanonicalFields.LEGACY_ID)).append(" = ");
    sql.append(KeyRange.literal(id)).append(" limit 2");
    List<Row> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql.toString())) {
      while (found.next()) {
        rows.add(row(found, fields));
      }
    } catch (SQLException e) {
      requireNoValue(e);
    }
    return rows;
  }

  private static String chunk(SourceLayout layout, List<String> boundaries, int before) {
    if (boundaries == null) {
      return "-1";
    }
    StringBuilder number = new StringBuilder("case");
    for (int i = 0; i < boundaries.size(); i++) {
      String upTo = new KeyRange(null, boundaries.get(i)).condition(layout);
      number.append(" when ").append(upTo).append(" then ").append(before + i);
    }
    int last = before + boundaries.size();
    return boundaries.isEmpty() ? "" + last : number.append(" else " + last + " end").toString();
  }

  private static Row row(ResultSet found, List<String> fields) throws SQLException {
    Map<String, String> ids = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      String value = found.getString(i + 1);
      if (value != null) {
        ids.put(fields.get(i), value);
      }
    }
    int chunk = found.getInt(fields.size() + 1);
    Map<String, String> columns = new LinkedHashMap<>();
    ResultSetMetaData meta = found.getMetaData();
    for (int i = fields.size() + 2; i <= meta.getColumnCount(); i++) {
      columns.put(meta.getColumnLabel(i), found.getString(i));
    }
    return new Row(columns, ids, chunk);
  }

  /**
   * Ids of the rows with an address, compared as contacts are merged. Reads the id and the address
   * of every contact of the customer.
   */
  Set<String> byAddress(String address) throws SQLException, StageFailedException {
    String normal = NormalisedAddress.of(address).orElse(null);
    return scan(
        ADDRESS,
        found ->
            normal == null
                ? address.strip().equalsIgnoreCase(found.strip())
                : NormalisedAddress.of(found).filter(normal::equals).isPresent());
  }

  private Set<String> scan(String field, Predicate<String> wanted)
      throws SQLException, StageFailedException {
    Set<String> ids = new LinkedHashSet<>();
    connection.setAutoCommit(false);
    for (SourceQuery query : entity.queries()) {
      SourceLayout layout = layout(query);
      if (layout.expression(field) == null) {
        continue;
      }
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(FETCH_ROWS);
        try (ResultSet rows = statement.executeQuery(pairs(layout, field, "is not null"))) {
          while (rows.next()) {
            if (wanted.test(rows.getString(2))) {
              ids.add(rows.getString(1));
            }
          }
        }
      }
    }
    connection.setAutoCommit(true);
    return ids;
  }

  /** Ids of the rows with a message id, with or without its angle brackets. */
  Set<String> byMessageId(String messageId) throws SQLException, StageFailedException {
    String bare = messageId.strip().replaceAll("^<|>$", "");
    Set<String> ids = new LinkedHashSet<>();
    for (SourceQuery query : entity.queries()) {
      SourceLayout layout = layout(query);
      if (layout.expression(MESSAGE_ID) == null) {
        continue;
      }
      String wanted =
          "in (%s, %s, %s)"
              .formatted(
                  KeyRange.literal(messageId),
                  KeyRange.literal(bare),
                  KeyRange.literal("<" + bare + ">"));
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(pairs(layout, MESSAGE_ID, wanted))) {
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
      } catch (SQLException e) {
        requireNoValue(e);
      }
    }
    return ids;
  }

  private static String pairs(SourceLayout layout, String field, String condition) {
    String value = layout.expression(field);
    return "select cast(%s as text), cast(%s as text) from %s where %s %s"
        .formatted(
            layout.expression(CanonicalFields.LEGACY_ID), value, layout.from(), value, condition);
  }

  private static void requireNoValue(SQLException e) throws SQLException {
    if (!NO_VALUE_OF_THE_TYPE.contains(e.getSQLState())) {
      throw e;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
