package dev.godwit.pack.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The settings that a session with a source or a target states, whatever role, database or server
 * have set: every one that can change a result, hide a row or end a statement. The only place that
 * defines them; every session of every service is made with them. Immutable.
 *
 * <p>A session that writes leaves {@code default_transaction_read_only} as it is: with it, an
 * operator protects a database, and Godwit waits until it takes writes again.
 *
 * @param reads true for a session that writes nothing
 * @param longestStatement time after which the database ends a statement, in whole milliseconds;
 *     zero for never
 * @param searchPath true to state the search path; false where the pack's URL names one
 */
public record SessionSettings(boolean reads, Duration longestStatement, boolean searchPath) {
  /** Longest wait for a lock: then the work is repeated, and the wait is reported. */
  private static final Duration LONGEST_LOCK_WAIT = Duration.ofMinutes(1);

  /** The search path where the pack's URL names none: PostgreSQL's own default. */
  public static final String SEARCH_PATH = "\"$user\", public";

  private static final String QUERY_CANCELED = "57014";
  private static final int ATTEMPTS = 50;

  /** Settings with one value, by name. */
  private static final Map<String, String> FIXED = fixed();

  /** Settings that only later servers have: idle_session_timeout 14, transaction_timeout 17. */
  private static final Map<String, String> WHERE_KNOWN =
      Map.of("idle_session_timeout", "0", "transaction_timeout", "0");

  /**
   * Settings that a plain role may not touch, or whose other values are as good: stated only where
   * they have the one value that loses rows, or have another than the one that is safe.
   */
  private static final List<Guarded> WHERE_UNSAFE =
      List.of(
          new Guarded("session_replication_role", "<> 'origin'", "origin"),
          new Guarded("zero_damaged_pages", "<> 'off'", "off"),
          new Guarded("ignore_checksum_failure", "<> 'off'", "off"),
          new Guarded("synchronous_commit", "= 'off'", "on"));

  /** A setting that is stated where its present value meets a condition. */
  private record Guarded(String name, String condition, String value) {
    private String call() {
      return "case when current_setting('%s') %s then %s end"
          .formatted(name, condition, set(name, value));
    }
  }

  private static Map<String, String> fixed() {
    Map<String, String> fixed = new LinkedHashMap<>();
    fixed.put("row_security", "off");
    fixed.put("TimeZone", "UTC");
    fixed.put("DateStyle", "ISO, MDY");
    fixed.put("IntervalStyle", "postgres");
    fixed.put("bytea_output", "hex");
    fixed.put("extra_float_digits", "3");
    fixed.put("xmloption", "content");
    fixed.put("standard_conforming_strings", "on");
    fixed.put("transform_null_equals", "off");
    fixed.put("array_nulls", "on");
    fixed.put("client_encoding", "UTF8");
    fixed.put("lock_timeout", Long.toString(LONGEST_LOCK_WAIT.toMillis()));
    fixed.put("idle_in_transaction_session_timeout", "0");
    fixed.put("default_transaction_isolation", "read committed");
    fixed.put("default_transaction_deferrable", "off");
    return fixed;
  }

  /**
   * States the settings. The connection commits by itself, and nothing was done on it.
   *
   * @throws SQLException as the server classifies it
   */
  public void apply(Connection connection) throws SQLException {
    execute(connection, "set statement_timeout = 0; " + statement());
    if (!longestStatement.isZero()) {
      execute(connection, "set statement_timeout = " + longestStatement.toMillis());
    }
  }

  /** One query that states everything but the statement's timeout. */
  String statement() {
    StringJoiner calls = new StringJoiner(", ", "select ", "");
    WHERE_KNOWN.forEach(
        (name, value) ->
            calls.add(
                "case when current_setting('%s', true) is not null then %s end"
                    .formatted(name, set(name, value))));
    FIXED.forEach((name, value) -> calls.add(set(name, value)));
    WHERE_UNSAFE.forEach(setting -> calls.add(setting.call()));
    if (reads) {
      calls.add(set("default_transaction_read_only", "on"));
    }
    if (searchPath) {
      calls.add(set("search_path", SEARCH_PATH));
    }
    return calls.toString();
  }

  private static String set(String name, String value) {
    return "set_config('%s', '%s', false)".formatted(name, value);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    repeating(
        () -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  /** A short step of a session. */
  @FunctionalInterface
  public interface Step<T> {
    T run() throws SQLException;
  }

  /** Does a short step, again where a timeout that role or database have set ended it. */
  public static <T> T repeating(Step<T> step) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        return step.run();
      } catch (SQLException e) {
        if (!QUERY_CANCELED.equals(e.getSQLState()) || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
