package dev.godwit.sampledata.newsroom;

import dev.godwit.sampledata.Script;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * A digest of all rows of the desk that are not of one account, lookups included. Two that are
 * equal prove that what happened between them touched no row of another account. It cannot see
 * sequences, which a migration advances and a rollback does not set back. Immutable.
 *
 * @param tables rows and digest of each table, by name
 */
public record OtherAccounts(Map<String, Rows> tables) {
  /** Godwit's note that it wrote an event t for a customer: of some, no column says whose it is. */
  private static final String MIGRATED =
      "select from godwit.identity i where i.target_schema = '{schema}' and i.customer = ?"
          + " and i.entity in ('engagements', 'bounces') and i.target_id = t.id";

  /** The account's id of a row t, for each table; null for lookups, which are nobody's. */
  private static final Map<String, String> ACCOUNTS = accounts();

  /**
   * Rows of one table.
   *
   * @param count number of rows
   * @param digest sum of their 64-bit hashes, over all columns, in any order
   */
  public record Rows(long count, BigDecimal digest) {}

  public OtherAccounts {
    tables = Map.copyOf(tables);
  }

  /** One digest of all tables, as 32 hexadecimal digits. */
  public String digest() {
    try {
      byte[] text = new TreeMap<>(tables).toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5.", e);
    }
  }

  /** Number of rows in all tables. */
  public long count() {
    return tables.values().stream().mapToLong(Rows::count).sum();
  }

  /**
   * Reads the rows of all accounts but one, in one snapshot and in constant memory.
   *
   * @param externalRef the account that is left out; it may be missing
   * @throws IllegalStateException where the schema has a table that is not known here
   */
  public static OtherAccounts read(Connection connection, String schema, String externalRef)
      throws SQLException {
    return Script.inTransaction(
        connection,
        () -> {
          Script.execute(
              connection,
              "set transaction isolation level repeatable read, read only;"
                  + " set local timezone = 'UTC'; set local datestyle = 'ISO, YMD';"
                  + " set local bytea_output = 'hex'");
          requireKnownTables(connection, schema);
          Map<String, Rows> tables = new TreeMap<>();
          for (String table : ACCOUNTS.keySet()) {
            tables.put(table, rows(connection, schema, table, externalRef));
          }
          return new OtherAccounts(tables);
        });
  }

  private static Rows rows(Connection connection, String schema, String table, String externalRef)
      throws SQLException {
    String account = ACCOUNTS.get(table);
    String sql =
        "select count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) from {schema}."
            + table
            + " t";
    if (account != null) {
      sql +=
          " where (%1$s is null or %1$s is distinct from (select id from {schema}.account where external_ref = ?))"
              .formatted(account);
    }
    boolean mayBeNobodys = table.equals("message_event") && hasIdentities(connection);
    if (mayBeNobodys) {
      sql += " and (%s is not null or not exists (%s))".formatted(account, MIGRATED);
    }
    try (PreparedStatement statement =
        connection.prepareStatement(sql.replace("{schema}", schema))) {
      if (account != null) {
        statement.setString(1, externalRef);
      }
      if (mayBeNobodys) {
        statement.setString(2, externalRef);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Rows(row.getLong(1), row.getBigDecimal(2));
      }
    }
  }

  private static boolean hasIdentities(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("select to_regclass('godwit.identity') is not null");
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static void requireKnownTables(Connection connection, String schema) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select tablename from pg_tables where schemaname = ? order by tablename")) {
      statement.setString(1, schema);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (!ACCOUNTS.containsKey(row.getString(1))) {
            throw new IllegalStateException(
                "Expected the tables "
                    + ACCOUNTS.keySet()
                    + " in schema "
                    + schema
                    + ", but found "
                    + row.getString(1)
                    + "; say in OtherAccounts whose its rows are");
          }
        }
      }
    }
  }

  private static Map<String, String> accounts() {
    Map<String, String> accounts = new TreeMap<>();
    accounts.put("country", null);
    accounts.put("channel", null);
    accounts.put("account", "t.id");
    for (String table :
        new String[] {
          "agent", "organisation", "person", "segment", "mailing", "message", "note", "tag"
        }) {
      accounts.put(table, "t.account_id");
    }
    accounts.put("person_profile", by("person", "person_id"));
    accounts.put("watched_person", by("person", "person_id"));
    accounts.put("segment_member", by("segment", "segment_id"));
    accounts.put("mailing_link", by("mailing", "mailing_id"));
    accounts.put("mailing_file", by("mailing", "mailing_id"));
    accounts.put(
        "message_event",
        "coalesce(" + by("message", "message_id") + ", " + by("person", "person_id") + ")");
    accounts.put("opt_out", by("person", "person_id"));
    accounts.put("tagging", by("tag", "tag_id"));
    return accounts;
  }

  private static String by(String parent, String column) {
    return "(select p.account_id from {schema}." + parent + " p where p.id = t." + column + ")";
  }
}
