package dev.godwit.loader;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL for all tests of this process; each test gets a database of its own. */
public final class TargetServer {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static EmbeddedPostgres server;

  private TargetServer() {}

  /** URL of a new, empty database. */
  public static synchronized String newDatabase() {
    try {
      if (server == null) {
        server =
            EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setPGStartupWait(Duration.ofMinutes(2))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(TargetServer::stop));
      }
      String name = "target" + DATABASES.incrementAndGet();
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + name);
      }
      return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.getPort(), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A connection without auto-commit. */
  public static Connection open(String url) throws SQLException {
    Connection connection =
        DriverManager.getConnection(url + "?user=postgres&stringtype=unspecified");
    connection.setAutoCommit(false);
    return connection;
  }

  /** Executes statements and commits them. */
  public static void execute(String url, String sql) throws SQLException {
    try (Connection connection = open(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      connection.commit();
    }
  }

  /** All rows of a query, columns joined by a bar, null as {@code null}. */
  public static List<String> query(String url, String sql) throws SQLException {
    try (Connection connection = open(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> result = new ArrayList<>();
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          cells.add(rows.getString(i));
        }
        result.add(String.join("|", cells.stream().map(String::valueOf).toList()));
      }
      return result;
    }
  }

  private static void stop() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
