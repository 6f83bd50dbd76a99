package dev.godwit.pack.session;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.TargetPack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The search path of a run's statements in the target: the schema that the run writes into, then
 * the session's own path. A name that a trigger or a function of the target leaves unqualified is
 * thereby found in the run's schema. The path of a rehearsal leaves the live schema out: what
 * staging lacks is missing, and never taken from live. Stateless; a connection belongs to one
 * thread.
 */
public final class RunSearchPath implements AutoCloseable {
  /** Keeps the session's own path once it is set; an equals sign before it tells it from unset. */
  private static final String KEEP =
      """
      select set_config('godwit.search_path', coalesce(
        nullif(current_setting('godwit.search_path', true), ''),
        '=' || current_setting('search_path')), false)""";

  private static final String RESTORE =
      "select set_config('search_path', substr(current_setting('godwit.search_path'), 2), %b)";

  /** The names of schemas are literals: several statements in one take no parameters. */
  private static final String SET =
      """
      %s; %s; select set_config('search_path', concat_ws(', ', quote_ident(%s), (
        select string_agg(quote_ident(s), ', ' order by n)
        from unnest(current_schemas(false)) with ordinality as own(s, n)
        where s not in (%3$s, %s))), %b)""";

  private final Connection connection;

  private RunSearchPath(Connection connection) {
    this.connection = connection;
  }

  /**
   * Sets the path until the connection's transaction ends; a second call in the same transaction
   * replaces it. The session goes on with its own path, so that it can serve a rehearsal and a live
   * run after each other.
   *
   * @param connection without auto-commit
   * @throws SQLException as the server classifies it
   */
  public static void inTransaction(Connection connection, TargetPack pack, RunKind kind)
      throws SQLException {
    String hidden = kind == RunKind.REHEARSAL ? pack.liveSchema() : pack.schema(kind);
    execute(connection, set(pack.schema(kind), hidden, true));
  }

  /**
   * As {@link #inTransaction}, with the live schema in the path of a rehearsal, too: for statements
   * that only read, and compare both schemas.
   */
  public static void toCompare(Connection connection, TargetPack pack, RunKind kind)
      throws SQLException {
    execute(connection, set(pack.schema(kind), pack.schema(kind), true));
  }

  /**
   * Sets the path of a session, whether it is in a transaction or not.
   *
   * @return gives the session its own path back when it is closed
   * @throws SQLException as the server classifies it
   */
  public static RunSearchPath inSession(Connection connection, TargetPack pack, RunKind kind)
      throws SQLException {
    String hidden = kind == RunKind.REHEARSAL ? pack.liveSchema() : pack.schema(kind);
    execute(connection, set(pack.schema(kind), hidden, false));
    return new RunSearchPath(connection);
  }

  @Override
  public void close() throws SQLException {
    execute(connection, RESTORE.formatted(false));
  }

  private static String set(String schema, String hidden, boolean local) {
    return SET.formatted(KEEP, RESTORE.formatted(local), literal(schema), literal(hidden), local);
  }

  private static String literal(String name) {
    return "'" + name.replace("'", "''") + "'";
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
