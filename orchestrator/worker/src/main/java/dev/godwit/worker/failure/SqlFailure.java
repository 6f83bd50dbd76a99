package dev.godwit.worker.failure;

import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Class of a database's error, by its SQLSTATE (PostgreSQL, Appendix A, "PostgreSQL Error Codes";
 * the classes are those of the SQL standard).
 */
public enum SqlFailure {
  /** The database is away or busy: repeat later. */
  RETRIABLE,
  /** The row is at fault: quarantine it and continue. */
  ROW,
  /** Statement, schema, rights or pack are at fault: a person has to correct it. */
  FATAL;

  /** Connection, resources, operator intervention, system error, transaction rollback. */
  private static final Set<String> RETRIABLE_CLASSES = Set.of("08", "53", "57", "58", "40");

  /** Data exception, integrity constraint violation, program limit exceeded. */
  private static final Set<String> ROW_CLASSES = Set.of("22", "23", "44", "54");

  /** Data exceptions and errors that a trigger raises quote values in the message. */
  private static final Set<String> QUOTING = Set.of("22", "P0001");

  /** Start of a value: the server puts it in quotes, the driver behind a colon of its own. */
  private static final Pattern QUOTED = Pattern.compile("\"|(?<= : )");

  private static final Set<String> RETRIABLE_STATES = Set.of("55P03", "55006");
  private static final Set<String> ROW_STATES = Set.of("P0001");
  private static final String DISK_FULL = "53100";

  /**
   * Class of an error; not null. An error without a state is retriable where input or output
   * failed.
   */
  public static SqlFailure classify(SQLException error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof DiskStillFullException) {
        return FATAL;
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return ofState(sql.getSQLState());
      }
      if (cause instanceof IOException) {
        return RETRIABLE;
      }
    }
    return FATAL;
  }

  /** Whether the disk of the database is full: a retriable error that only a person mends. */
  public static boolean isDiskFull(SQLException error) {
    SQLException stated = error;
    while (stated.getSQLState() == null && stated.getCause() instanceof SQLException cause) {
      stated = cause;
    }
    return DISK_FULL.equals(stated.getSQLState());
  }

  private static SqlFailure ofState(String state) {
    String stateClass = state.length() < 2 ? state : state.substring(0, 2);
    if (RETRIABLE_STATES.contains(state) || RETRIABLE_CLASSES.contains(stateClass)) {
      return RETRIABLE;
    }
    return ROW_STATES.contains(state) || ROW_CLASSES.contains(stateClass) ? ROW : FATAL;
  }

  /** The first database's error among an error and its causes; null where there is none. */
  public static SQLException among(Throwable error) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable cause = error; cause != null && seen.add(cause); cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }

  /**
   * State and first line of an error's message, without row content: no details, no statement of a
   * batch with its values, and no quoted value of an error about data.
   */
  public static String describe(SQLException error) {
    SQLException said =
        error instanceof BatchUpdateException && error.getNextException() != null
            ? error.getNextException()
            : error;
    return (error.getSQLState() == null ? "" : error.getSQLState() + " ") + text(said);
  }

  private static String text(SQLException error) {
    if (error instanceof BatchUpdateException || error.getMessage() == null) {
      return error.getClass().getSimpleName();
    }
    String line = error.getMessage().lines().findFirst().orElse("");
    return withoutValue(error.getSQLState(), line);
  }

  /**
   * Message of an error, without the value that it quotes where it is about data.
   *
   * @param sqlState the error's; null where it has none
   */
  public static String withoutValue(String sqlState, String message) {
    boolean quotes = sqlState != null && QUOTING.stream().anyMatch(sqlState::startsWith);
    Matcher value = QUOTED.matcher(message);
    return quotes && value.find() ? message.substring(0, value.start()) + "…" : message;
  }
}
