package dev.godwit.extractor.snapshot;

import dev.godwit.common.v1.EntityCount;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.SourceQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Queries what the source holds of a customer. Stateless. */
public final class SourceAssessment {
  private static final int SIMILAR = 5;
  private static final int FETCH_ROWS = 1000;

  private SourceAssessment() {}

  /** True where the pack's list of customers has the id. */
  public static boolean exists(Connection connection, SourcePack pack, String customer)
      throws SQLException {
    String query =
        "select exists (select 1 from (" + customers(pack) + "\n) q where cast(q.id as text) = ?)";
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, customer);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }

  /** Ids of customers that are similar to an id, the most similar first. */
  public static List<String> similar(Connection connection, SourcePack pack, String customer)
      throws SQLException {
    SimilarIds similar = new SimilarIds(customer, SIMILAR);
    String query =
        "select cast(q.id as text), cast(q.name as text) from (" + customers(pack) + "\n) q";
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH_ROWS);
      try (ResultSet result = statement.executeQuery(query)) {
        while (result.next()) {
          if (result.getString(1) != null) {
            similar.add(result.getString(1), result.getString(2));
          }
        }
      }
    }
    return similar.best();
  }

  /** Number of rows of a customer by entity, in the pack's order. */
  public static List<EntityCount> counts(Connection connection, SourcePack pack, String customer)
      throws SQLException {
    List<EntityCount> counts = new ArrayList<>();
    for (SourceEntity entity : pack.entities().values()) {
      counts.add(
          new EntityCount(
              entity.entity().symbol(),
              count(connection, entity, customer),
              entity.entity().declaredName()));
    }
    return counts;
  }

  /** Number of rows of a customer of one entity. */
  public static long count(Connection connection, SourceEntity entity, String customer)
      throws SQLException {
    long rows = 0;
    for (SourceQuery query : entity.queries()) {
      try (Statement statement = connection.createStatement();
          ResultSet result =
              statement.executeQuery(
                  "select count(*) from " + SourceLayout.subQuery(query, customer))) {
        result.next();
        rows += result.getLong(1);
      }
    }
    return rows;
  }

  private static String customers(SourcePack pack) {
    String text = pack.customers().bind().text().strip();
    return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
  }
}
