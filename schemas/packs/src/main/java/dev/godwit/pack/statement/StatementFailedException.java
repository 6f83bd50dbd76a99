package dev.godwit.pack.statement;

import dev.godwit.pack.Position;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/**
 * A statement of a pack that the database refused, with its place. State and message are the
 * database's.
 */
public final class StatementFailedException extends SQLException {
  private static final long serialVersionUID = 1L;

  private final String statement;
  private final transient Position at;

  StatementFailedException(String statement, Position at, SQLException cause) {
    super(message(cause), cause.getSQLState(), cause.getErrorCode(), cause);
    this.statement = statement;
    this.at = at;
  }

  /** The server's message alone: its driver adds severity and position, which the place says. */
  private static String message(SQLException cause) {
    return cause instanceof PSQLException postgres && postgres.getServerErrorMessage() != null
        ? postgres.getServerErrorMessage().getMessage()
        : cause.getMessage();
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
