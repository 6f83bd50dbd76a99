package dev.godwit.local.trace;

import java.sql.SQLException;

/**
 * A database session of a trace, or the reason why there is none. Not thread-safe.
 *
 * @param <T> the session
 * @param session null where there is none
 * @param problem one sentence; null where there is a session
 */
record Reached<T extends Reached.Session>(T session, String problem) implements AutoCloseable {

  /** A session with a database. */
  interface Session extends AutoCloseable {
    @Override
    void close() throws SQLException;
  }

  /** Opens a session. */
  @FunctionalInterface
  interface Opening<T> {
    T open() throws SQLException;
  }

  /**
   * Opens a session, or keeps the reason.
   *
   * @param what the database, for the sentence
   */
  static <T extends Session> Reached<T> open(String what, Opening<T> opening) {
    try {
      return new Reached<>(opening.open(), null);
    } catch (SQLException | RuntimeException e) {
      return new Reached<>(null, "%s is not reached: %s".formatted(what, reason(e)));
    }
  }

  /** Without a session. */
  static <T extends Session> Reached<T> not(String problem) {
    return new Reached<>(null, problem);
  }

  /** First line of the message of a failure. */
  static String reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        return cause.getMessage().lines().findFirst().orElse("").strip();
      }
    }
    return failure.getClass().getSimpleName();
  }

  @Override
  public void close() throws SQLException {
    if (session != null) {
      session.close();
    }
  }
}
