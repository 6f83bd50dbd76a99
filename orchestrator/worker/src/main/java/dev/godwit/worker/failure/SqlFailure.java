package dev.godwit.worker.failure;

import dev.godwit.records.SqlStateClass;
import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The meaning of a database's error for the work that met it, by the table {@link SqlStateClass};
 * and its text without row content.
 */
public enum SqlFailure {
  /** The database is away, busy, full or read-only: repeat later. */
  RETRIABLE,
  /** The row is at fault: quarantine it and continue. */
  ROW,
  /** Statement, schema, rights or pack are at fault: a person has to correct it. */
  RUN,
  /** The database is damaged: nothing may continue before a person has examined it. */
  FATAL;

  /** Data exceptions and errors that a trigger raises quote values in the message. */
  private static final Set<String> QUOTING = Set.of("21", "22", "P0");

  /** Start of a value: the server puts it in quotes, the driver behind a colon of its own. */
  private static final Pattern QUOTED = Pattern.compile("\"|(?<= : )");

  /**
   * Class of an error; not null. An error without a state is retriable where input or output
   * failed.
   */
  public static SqlFailure classify(SQLException error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof WaitedTooLongException) {
        return RUN;
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return of(SqlStateClass.of(sql.getSQLState()));
      }
      if (cause instanceof IOException) {
        return RETRIABLE;
      }
    }
    return RUN;
  }

  private static SqlFailure of(SqlStateClass state) {
    return switch (state.fault()) {
      case RETRIABLE -> RETRIABLE;
      case ROW -> ROW;
      case RUN -> RUN;
      case FATAL -> FATAL;
    };
  }

  /**
   * The line of the table that an error belongs to; not null. An error without a state that comes
   * from a failed connection belongs to {@link SqlStateClass#CONNECTION}.
   */
  public static SqlStateClass state(SQLException error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return SqlStateClass.of(sql.getSQLState());
      }
      if (cause instanceof IOException) {
        return SqlStateClass.CONNECTION;
      }
    }
    return SqlStateClass.OTHER;
  }

  /** The remedy of an error that stops a run, as a sentence. */
  public static String remedy(SQLException error) {
    SqlStateClass state = state(error);
    return switch (state.fault()) {
      case RETRIABLE ->
          "Wait for %s, or see that it comes, then continue.".formatted(state.response());
      case ROW -> "Correct the row, or leave it out in the pack's query, then start again.";
      case RUN, FATAL -> state.response();
    };
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
