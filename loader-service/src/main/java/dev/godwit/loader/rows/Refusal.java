package dev.godwit.loader.rows;

import dev.godwit.worker.failure.SqlFailure;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * An error of the target database without any value of a row: the detail of its message, which may
 * hold values, is left out.
 *
 * @param sqlState five characters; empty where the driver gave none
 * @param table table it names; null for none
 * @param column column it names; null for none
 * @param constraint constraint it names; null for none
 */
public record Refusal(String sqlState, String table, String column, String constraint) {

  public static Refusal of(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    ServerErrorMessage message = serverMessage(e);
    return message == null
        ? new Refusal(state, null, null, null)
        : new Refusal(state, message.getTable(), message.getColumn(), message.getConstraint());
  }

  /** Whether a row is at fault, so that other rows may pass. */
  public static boolean isRow(SQLException e) {
    return SqlFailure.classify(e) == SqlFailure.ROW;
  }

  /** The server's own message, without a value that it quotes; empty where there is none. */
  public static String message(SQLException e) {
    ServerErrorMessage message = serverMessage(e);
    return message == null || message.getMessage() == null
        ? ""
        : SqlFailure.withoutValue(message.getSQLState(), message.getMessage());
  }

  private static ServerErrorMessage serverMessage(SQLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof PSQLException server) {
        return server.getServerErrorMessage();
      }
    }
    return null;
  }

  /** One line: SQLSTATE, and the names that the database gave. */
  public String text() {
    StringBuilder text = new StringBuilder("The target refused the row: SQLSTATE ");
    text.append(sqlState.isEmpty() ? "unknown" : sqlState);
    named(text, "constraint", constraint);
    named(text, "table", table);
    named(text, "column", column);
    return text.append('.').toString();
  }

  private static void named(StringBuilder text, String kind, String name) {
    if (name != null) {
      text.append(", ").append(kind).append(' ').append(name);
    }
  }
}
