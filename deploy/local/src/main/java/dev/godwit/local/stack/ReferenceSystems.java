package dev.godwit.local.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Makes the empty tables of the old and the new CRM that come with Godwit. */
final class ReferenceSystems {
  private static final String RESOURCES = "/godwit/sample/";
  private static final List<String> SCHEMAS_OF_NEW = List.of("crm", "crm_staging");

  private ReferenceSystems() {}

  /** Where a connection comes from. */
  interface Database {
    Connection open() throws SQLException;
  }

  /** Makes what is not there; what is there is left alone. */
  static void make(Database oldCrm, Database newCrm) {
    try (Connection connection = oldCrm.open()) {
      if (!exists(connection, "customer")) {
        execute(connection, resource("old-crm.sql"));
      }
    } catch (SQLException e) {
      throw new StackException("Making the old CRM's tables: " + e.getMessage(), e);
    }
    try (Connection connection = newCrm.open()) {
      for (String schema : SCHEMAS_OF_NEW) {
        if (!exists(connection, schema + ".account")) {
          execute(connection, resource("new-crm.sql").replace("{schema}", schema));
        }
      }
    } catch (SQLException e) {
      throw new StackException("Making the new CRM's tables: " + e.getMessage(), e);
    }
  }

  private static boolean exists(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT to_regclass('" + table + "')")) {
      return found.next() && found.getString(1) != null;
    }
  }

  private static void execute(Connection connection, String script) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(script);
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static String resource(String name) {
    try (InputStream in = ReferenceSystems.class.getResourceAsStream(RESOURCES + name)) {
      if (in == null) {
        throw new StackException(
            "Expected " + RESOURCES + name + " on the class path, but found none. Rebuild.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + name, e);
    }
  }
}
