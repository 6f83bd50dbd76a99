package dev.godwit.loader.rows;

import dev.godwit.records.QuarantineReason;
import dev.godwit.worker.failure.SqlFailure;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * An error of the target database without any value of a row: the detail of its message, which may
 * hold values, is left out.
 *
 * @param sqlState five characters; empty where the driver gave none
 * @param table table it names, or that a COPY wrote; null for none
 * @param column column it names; null for none
 * @param constraint constraint it names; null for none
 * @param reason reason of the record's quarantine
 * @param note a sentence in place of the database's error, or behind it; null for none
 * @param others what the same row violates beside, where that was found
 */
public record Refusal(
    String sqlState,
    String table,
    String column,
    String constraint,
    QuarantineReason reason,
    String note,
    List<Refusal> others) {
  static final String UNIQUE_VIOLATION = "23505";

  /** Context of an error of a COPY, without the value that may follow. */
  private static final Pattern COPY_CONTEXT =
      Pattern.compile("(?m)^COPY .*, line \\d+, column ([^:\\n]+)");

  Refusal(String sqlState, String table, String column, String constraint) {
    this(sqlState, table, column, constraint, QuarantineReason.TARGET_REFUSED, null, List.of());
  }

  /** A record whose row is not found in the target. */
  static Refusal lookup(String table, String note) {
    return new Refusal("", table, null, null, QuarantineReason.LOOKUP_FAILED, note, List.of());
  }

  /** The same refusal with a sentence behind it. */
  Refusal with(String sentence) {
    return new Refusal(sqlState, table, column, constraint, reason, sentence, others);
  }

  /** The same refusal of a row that violates other constraints too. */
  Refusal beside(List<Refusal> violated) {
    return new Refusal(sqlState, table, column, constraint, reason, note, List.copyOf(violated));
  }

  public static Refusal of(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    ServerErrorMessage message = serverMessage(e);
    String copied = e instanceof CopyFailedException copy ? copy.table() : null;
    return message == null
        ? new Refusal(state, copied, null, null)
        : new Refusal(
            state,
            message.getTable() == null ? copied : message.getTable(),
            message.getColumn() == null ? column(message.getWhere()) : message.getColumn(),
            message.getConstraint());
  }

  /** The column that the context of a COPY names; a value that is too long is said only there. */
  private static String column(String where) {
    Matcher context = where == null ? null : COPY_CONTEXT.matcher(where);
    return context != null && context.find() ? context.group(1) : null;
  }

  /** Whether a row is at fault, so that other rows may pass. */
  public static boolean isRow(SQLException e) {
    return SqlFailure.classify(e) == SqlFailure.ROW;
  }

  /** Whether another row has the same key. */
  boolean isDuplicate() {
    return UNIQUE_VIOLATION.equals(sqlState);
  }

  /** Whether an error says that another row has the same key. */
  static boolean isDuplicate(SQLException e) {
    return UNIQUE_VIOLATION.equals(e.getSQLState());
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
    if (reason == QuarantineReason.LOOKUP_FAILED) {
      return note;
    }
    String refused =
        "The target refused the row: SQLSTATE %s%s."
            .formatted(sqlState.isEmpty() ? "unknown" : sqlState, names());
    return note == null ? refused : refused + " " + note;
  }

  /** As {@link #names}, for a text that names the table. */
  public String inTable() {
    return new Refusal(sqlState, null, column, constraint).names();
  }

  /** The names that the database gave, each behind a comma; empty where it gave none. */
  public String names() {
    StringBuilder text = new StringBuilder();
    named(text, "constraint", constraint);
    named(text, "table", table);
    named(text, "column", column);
    return text.toString();
  }

  private static void named(StringBuilder text, String kind, String name) {
    if (name != null) {
      text.append(", ").append(kind).append(' ').append(name);
    }
  }
}
