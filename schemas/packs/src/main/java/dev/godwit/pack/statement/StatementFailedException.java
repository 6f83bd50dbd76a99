package dev.godwit.pack.statement;

import dev.godwit.pack.Position;
import java.sql.SQLException;

/**
 * A statement of a pack that the database refused, with its place. State and message are the
 * database's.
 */
public final class StatementFailedException extends SQLException {
  private static final long serialVersionUID = 1L;

  private final String statement;
  private final transient Position at;

  StatementFailedException(String statement, Position at, SQLException cause) {
    super(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), cause);
    this.statement = statement;
    this.at = at;
  }

  /** Name of the statement, as in {@link ExecutedStatement}. */
  public String statement() {
    return statement;
  }

  /** File, line and column of what the database refused, or of the statement's begin. */
  public Position at() {
    return at;
  }
}
