package dev.godwit.local.stack;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The roles of the stack's PostgreSQL with what their services need and no more, as {@code
 * schemas/packs/docs/database-roles.md} describes it for any installation. Everything is
 * idempotent. Objects that the superuser makes later in a database get the same rights, by default
 * privileges. Readers of a target may use its sequences because the pack check, which they run too,
 * asks for that right. Stateless.
 */
public final class DatabaseRoles {
  /** The loader checks foreign keys itself where a pack asks for it; servers before 15 cannot. */
  private static final String TO_CHECK_FOREIGN_KEYS =
      """
      do $$
      begin
        if current_setting('server_version_num')::int >= 150000
            and not has_parameter_privilege('godwit_loader', 'session_replication_role', 'set') then
          grant set on parameter session_replication_role to godwit_loader;
        end if;
      end
      $$""";

  private DatabaseRoles() {}

  /** Purpose of a database. */
  public enum Kind {
    SOURCE,
    TARGET,
    READ_MODEL
  }

  /** Makes the roles of all services, each with the password of its file. */
  static void make(Statement statement, SecretsFolder secrets) throws SQLException {
    for (DatabaseRole role : DatabaseRole.values()) {
      String password = secrets.make(role.secret());
      statement.execute(
          """
          do $$
          begin
            if not exists (select from pg_roles where rolname = '%1$s') then
              create role %1$s;
            end if;
          end
          $$"""
              .formatted(role.user()));
      statement.execute(
          "alter role %s login nosuperuser nocreatedb nocreaterole nobypassrls password %s"
              .formatted(role.user(), statement.enquoteLiteral(password)));
    }
    // Without it the session that a tail must wait for looks as if it had no transaction.
    statement.execute("grant pg_read_all_stats to " + DatabaseRole.EXTRACTOR.user());
  }

  /**
   * Gives the roles their rights in one database; the connection is the superuser's, to it.
   *
   * @throws SQLException where a role was not made
   */
  public static void grant(Connection connection, Kind kind) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      String database = statement.enquoteIdentifier(connection.getCatalog(), true);
      statement.execute("revoke connect, temporary on database " + database + " from public");
      statement.execute("revoke create on schema public from public");
      for (String right : rights(kind)) {
        statement.execute(right.replace("{database}", database));
      }
    }
  }

  /**
   * Grants beyond the rights of the kind, such as those for a freeze, once the tables are there;
   * nothing in a server without the stack's roles.
   */
  public static void grant(Connection connection, List<String> rights) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!areThere(statement)) {
        return;
      }
      for (String right : rights) {
        statement.execute(right);
      }
    }
  }

  private static boolean areThere(Statement statement) throws SQLException {
    try (ResultSet role =
        statement.executeQuery(
            "select from pg_roles where rolname = '" + DatabaseRole.EXTRACTOR.user() + "'")) {
      return role.next();
    }
  }

  private static List<String> rights(Kind kind) {
    return switch (kind) {
      case SOURCE ->
          List.of(
              "grant connect on database {database} to godwit_extractor",
              "alter default privileges grant usage on schemas to godwit_extractor",
              "alter default privileges grant select on tables to godwit_extractor",
              "alter default privileges grant select on sequences to godwit_extractor",
              existing("usage on schema %1$I", "godwit_extractor"),
              existing("select on all tables in schema %1$I", "godwit_extractor"),
              existing("select on all sequences in schema %1$I", "godwit_extractor"));
      case TARGET ->
          List.of(
              "grant connect on database {database} to godwit_transformer, godwit_loader, godwit_validator",
              "grant temporary on database {database} to godwit_loader",
              TO_CHECK_FOREIGN_KEYS,
              "create schema if not exists godwit authorization godwit_loader",
              "grant usage on schema godwit to godwit_transformer, godwit_validator",
              "alter default privileges for role godwit_loader in schema godwit grant select on tables to godwit_transformer, godwit_validator",
              "alter default privileges grant usage on schemas to godwit_transformer, godwit_loader, godwit_validator",
              "alter default privileges grant select on tables to godwit_transformer, godwit_validator",
              "alter default privileges grant usage, select on sequences to godwit_transformer, godwit_validator",
              "alter default privileges grant select, insert, update, delete on tables to godwit_loader",
              "alter default privileges grant usage, select, update on sequences to godwit_loader",
              existing(
                  "usage on schema %1$I", "godwit_transformer, godwit_loader, godwit_validator"),
              existing(
                  "select on all tables in schema %1$I", "godwit_transformer, godwit_validator"),
              existing(
                  "usage, select on all sequences in schema %1$I",
                  "godwit_transformer, godwit_validator"),
              existing(
                  "select, insert, update, delete on all tables in schema %1$I", "godwit_loader"),
              existing("usage, select, update on all sequences in schema %1$I", "godwit_loader"));
      case READ_MODEL ->
          List.of("grant connect, create on database {database} to godwit_orchestrator");
    };
  }

  /** A grant in every schema that is there already. */
  private static String existing(String right, String roles) {
    return """
        do $$
        declare
          schema name;
        begin
          for schema in
            select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'godwit')
          loop
            execute format('grant %s to %s', schema);
          end loop;
        end
        $$"""
        .formatted(right, roles);
  }
}
