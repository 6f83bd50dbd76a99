package dev.godwit.pack.check;

import dev.godwit.pack.ColumnType;
import dev.godwit.pack.Position;
import dev.godwit.pack.read.Findings;
import dev.godwit.records.SqlStateClass;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Collection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Asks the database whether a domain takes the texts that a pack fixes: its checks would refuse
 * every row that has one. Leaves a transaction as it was. Stateless.
 */
final class DomainCheck {
  /** Items of a JSON array, as packs write arrays. */
  private static final String ARRAY = "array(select jsonb_array_elements_text(cast(? as jsonb)))";

  private DomainCheck() {}

  /**
   * Adds a finding for each text that the domain's checks refuse.
   *
   * @throws SQLException where the database cannot be reached
   */
  static void check(
      Connection connection,
      ColumnShape shape,
      Collection<String> texts,
      Position at,
      Findings findings)
      throws SQLException {
    if (!shape.isDomain() || shape.type() == null) {
      return;
    }
    for (String text : texts) {
      if (FixedText.fits(shape.type(), text)) {
        check(connection, shape, text, at, findings);
      }
    }
  }

  /** As the transformer writes it: texts as they are, values of other types without spaces. */
  private static String written(ColumnType type, String text) {
    return type.isText() || type == ColumnType.BYTES ? text : text.strip();
  }

  private static void check(
      Connection connection, ColumnShape shape, String text, Position at, Findings findings)
      throws SQLException {
    Savepoint savepoint = connection.getAutoCommit() ? null : connection.setSavepoint();
    String value = shape.type().isArray() ? ARRAY : "cast(? as text)";
    String sql = "select cast(" + value + " as " + shape.typeName() + ")";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, written(shape.type(), text));
      select.execute();
    } catch (SQLException e) {
      if (e.getSQLState() == null
          || SqlStateClass.of(e.getSQLState()).fault() == SqlStateClass.Fault.RETRIABLE) {
        throw e;
      }
      if (savepoint != null) {
        connection.rollback(savepoint);
      }
      ServerErrorMessage server = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
      String constraint = server == null ? null : server.getConstraint();
      findings.add(
          at,
          "a value that the domain " + shape.typeName() + " takes",
          "'"
              + text
              + "', refused with "
              + e.getSQLState()
              + (constraint == null ? "" : " by its check " + constraint),
          "write another value: the database would refuse every row with this one");
    }
  }
}
