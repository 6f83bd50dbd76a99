package dev.godwit.pack.session;

import java.sql.SQLException;

/**
 * Detects a pooler that gives each transaction of a connection another session, as PgBouncer does
 * in transaction mode. A database announces the number of the backend process at login, and reports
 * the same number when it is queried; a pooler announces one of its own. Where the two differ, a
 * second connection decides: with one session for each connection, the two never meet in one
 * backend. Stateless.
 */
public final class PoolerProbe {
  /** More than the idle sessions that a pooler keeps for one user and database. */
  private static final int TRANSACTIONS = 64;

  /** A connection that commits each statement by itself. */
  @FunctionalInterface
  public interface Session {
    /** Number of the backend process that answers, in a transaction of its own. */
    long backend() throws SQLException;
  }

  /** A second connection by the same route. */
  public interface SecondSession extends Session, AutoCloseable {
    @Override
    void close() throws SQLException;
  }

  /** Opens the second connection. */
  @FunctionalInterface
  public interface Opener {
    SecondSession open() throws SQLException;
  }

  private PoolerProbe() {}

  /**
   * True where the sessions of the route change between transactions. Opens the second connection
   * only where something lies between.
   *
   * @param announced number of the backend process that the login announced
   * @throws SQLException as the server classifies it
   */
  public static boolean changesSessions(long announced, Session first, Opener second)
      throws SQLException {
    long own = first.backend();
    if (own == announced) {
      return false;
    }
    try (SecondSession other = second.open()) {
      for (int i = 0; i < TRANSACTIONS; i++) {
        if (other.backend() == own) {
          return true;
        }
      }
      return first.backend() != own;
    }
  }
}
