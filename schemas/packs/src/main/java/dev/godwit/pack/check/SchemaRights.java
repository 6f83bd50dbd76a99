package dev.godwit.pack.check;

import dev.godwit.pack.Position;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.read.Findings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Checks that the pack's user may use the schemas of a target. Reads the catalogue by name, which
 * takes no right: {@code to_regclass} fails for a schema that the user may not use. For one use by
 * one thread.
 */
final class SchemaRights {
  /** Begins the name of everything that the loader keeps in the target. */
  private static final String OWN_SCHEMA = "godwit.";

  private static final String USER = "select quote_ident(current_user)";

  private static final String LACKING =
      "select 1 from pg_namespace where nspname = ? and not has_schema_privilege(oid, 'USAGE')";

  private static final String IDENTITY =
      """
      select has_schema_privilege(n.oid, 'USAGE'), c.oid is not null, coalesce(has_table_privilege(c.oid, 'SELECT'), true),
             quote_ident(pg_get_userbyid(n.nspowner)), quote_ident(current_user)
      from pg_namespace n left join pg_class c on c.relnamespace = n.oid and c.relname = 'identity'
      where n.nspname = 'godwit'
      """;

  private final Connection connection;
  private final Findings findings;
  private Boolean describable;

  SchemaRights(Connection connection, Findings findings) {
    this.connection = connection;
    this.findings = findings;
  }

  /**
   * Adds a finding for each of a pack's two schemas that is there and that its user may not use.
   */
  void check(TargetPack pack) throws SQLException {
    Position at = pack.isEnabled().positionOf(0);
    check(at, pack.liveSchema());
    check(at, pack.stagingSchema());
  }

  private void check(Position at, String schema) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LACKING)) {
      select.setString(1, schema);
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          String user = user();
          findings.add(
              at,
              "the right to use the schema " + schema,
              "none for the role " + user,
              "grant usage on schema %s to %s; grant select, insert, update, delete on all tables in schema %s to %s"
                  .formatted(schema, user, schema, user));
        }
      }
    }
  }

  /**
   * Whether the database can describe a statement: one over {@code godwit.identity} only when a
   * loader has made that and the user may read it. Adds a finding at the first one that it may not
   * read.
   */
  boolean canDescribe(Sql sql) throws SQLException {
    if (!sql.text().contains(OWN_SCHEMA)) {
      return true;
    }
    if (describable == null) {
      describable = identity(sql.positionOf(0));
    }
    return describable;
  }

  private boolean identity(Position at) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(IDENTITY);
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return false;
      }
      boolean used = row.getBoolean(1);
      if (!used || !row.getBoolean(3)) {
        String owner = row.getString(4);
        String user = row.getString(5);
        findings.add(
            at,
            "the right to %s, where the loader keeps the ids of the target"
                .formatted(used ? "read godwit.identity" : "use the schema godwit"),
            "none for the role %s; the schema belongs to %s".formatted(user, owner),
            "grant usage on schema godwit to %1$s; grant select on all tables in schema godwit to %1$s. The loader needs to connect as %2$s, which owns its tables"
                .formatted(user, owner));
        return false;
      }
      return row.getBoolean(2);
    }
  }

  private String user() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(USER);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }
}
