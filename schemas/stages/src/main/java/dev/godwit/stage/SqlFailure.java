package dev.godwit.stage;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;

/**
 * What to do about a database's error, by its SQLSTATE (PostgreSQL, Appendix A, "PostgreSQL Error
 * Codes"; the classes are those of the SQL standard).
 */
public enum SqlFailure {
  /** The database is not there, or busy: the same again, later. */
  RETRIABLE,
  /** The row is at fault, others may pass. */
  ROW,
  /** Statement, schema, rights or pack are at fault: somebody has to mend it. */
  FATAL;

  /** Connection, resources, operator intervention, system error, transaction rollback. */
  private static final Set<String> RETRIABLE_CLASSES = Set.of("08", "53", "57", "58", "40");

  /** Data exception, integrity constraint violation, program limit exceeded. */
  private static final Set<String> ROW_CLASSES = Set.of("22", "23", "44", "54");

  private static final Set<String> RETRIABLE_STATES = Set.of("55P03", "55006");
  private static final Set<String> ROW_STATES = Set.of("P0001");

  /**
   * Class of an error; not null. An error without a state is retriable where input or output
   * failed.
   */
  public static SqlFailure classify(SQLException error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return ofState(sql.getSQLState());
      }
      if (cause instanceof IOException) {
        return RETRIABLE;
      }
    }
    return FATAL;
  }

  private static SqlFailure ofState(String state) {
    String stateClass = state.length() < 2 ? state : state.substring(0, 2);
    if (RETRIABLE_STATES.contains(state) || RETRIABLE_CLASSES.contains(stateClass)) {
      return RETRIABLE;
    }
    return ROW_STATES.contains(state) || ROW_CLASSES.contains(stateClass) ? ROW : FATAL;
  }

  /** State and first line of an error's message; details, which may quote a row, are left out. */
  public static String describe(SQLException error) {
    String message =
        error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    int end = message.indexOf('\n');
    return (error.getSQLState() == null ? "" : error.getSQLState() + " ")
        + (end < 0 ? message : message.substring(0, end));
  }
}
