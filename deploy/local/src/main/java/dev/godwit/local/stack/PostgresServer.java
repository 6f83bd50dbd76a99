package dev.godwit.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One PostgreSQL server with the databases of source, target and orchestrator. */
final class PostgresServer implements Component {
  static final String USER = "postgres";
  static final String PASSWORD = "postgres";
  private static final List<String> DATABASES = List.of("legacy", "crm", "godwit");

  private final StackSettings settings;
  private final PostgresBinaries binaries;
  private final Path data;

  PostgresServer(StackSettings settings) {
    this.settings = settings;
    this.binaries = new PostgresBinaries(settings.home().resolve(".godwit/programs/postgres-18"));
    this.data = settings.dir().resolve("data").resolve("postgres");
  }

  @Override
  public Part part() {
    return Part.POSTGRES;
  }

  @Override
  public List<Port> ports() {
    return List.of(Port.POSTGRES);
  }

  @Override
  public void prepare() {
    try {
      Files.createDirectories(data.getParent());
      Files.createDirectories(settings.home().resolve(".godwit/programs"));
      binaries.unpack();
      if (!Files.exists(data.resolve("PG_VERSION"))) {
        initialise();
      }
      Files.writeString(data.resolve("postgresql.auto.conf"), configuration());
    } catch (IOException e) {
      throw new UncheckedIOException("Preparing PostgreSQL in " + data, e);
    }
  }

  @Override
  public List<String> command() {
    return asOrdinaryUser(binaries.program("postgres").toString(), "-D", data.toString());
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("TZ", "UTC", "LC_ALL", "C.UTF-8");
  }

  @Override
  public boolean isReady() {
    try (Connection connection = open("postgres")) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void complete() {
    try (Connection connection = open("postgres");
        Statement statement = connection.createStatement()) {
      for (String database : DATABASES) {
        String exists = "SELECT 1 FROM pg_database WHERE datname = '" + database + "'";
        try (ResultSet found = statement.executeQuery(exists)) {
          if (!found.next()) {
            statement.execute("CREATE DATABASE " + database);
          }
        }
      }
    } catch (SQLException e) {
      throw new StackException("Making the databases " + DATABASES + ": " + e.getMessage(), e);
    }
    if (!settings.environment().containsKey("GODWIT_PACKS")) {
      ReferenceSystems.make(url(settings, "legacy"), url(settings, "crm"));
    }
  }

  /** Address of one of the databases. */
  static String url(StackSettings settings, String database) {
    return "jdbc:postgresql://127.0.0.1:" + settings.port(Port.POSTGRES) + "/" + database;
  }

  private Connection open(String database) throws SQLException {
    return DriverManager.getConnection(
        url(settings, database) + "?connectTimeout=5&loginTimeout=5", USER, PASSWORD);
  }

  private void initialise() throws IOException {
    Path half = data.resolveSibling("postgres.new");
    Processes.deleteTree(half);
    Path password = Files.writeString(data.resolveSibling("password.new"), PASSWORD);
    List<String> command =
        asOrdinaryUser(
            binaries.program("initdb").toString(),
            "-D",
            half.toString(),
            "-U",
            USER,
            "-A",
            "scram-sha-256",
            "--pwfile=" + password,
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync");
    try {
      Processes.runToEnd(command, environment(), "make a database cluster in " + data);
    } finally {
      Files.deleteIfExists(password);
    }
    Files.move(half, data);
  }

  /** PostgreSQL refuses to run as root; in a user namespace of its own it has another user. */
  private static List<String> asOrdinaryUser(String... command) {
    List<String> line = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      line.addAll(List.of("unshare", "-U"));
    }
    line.addAll(List.of(command));
    return line;
  }

  /**
   * Sized for a machine that it shares with a JVM for each other part. Without fsync a kill of a
   * process loses no commit, only a failure of the machine does: a commit waits until its log is
   * written, but not until it is on the disk.
   */
  private String configuration() {
    String durable = settings.environment().getOrDefault("GODWIT_POSTGRES_FSYNC", "off");
    return Component.template("postgresql.conf", settings.port(Port.POSTGRES), durable, durable);
  }
}
