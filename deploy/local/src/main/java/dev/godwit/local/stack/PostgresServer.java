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
import java.util.Optional;
import java.util.Properties;

/** One PostgreSQL server with the databases of source, target and orchestrator. */
final class PostgresServer implements Component {
  static final String USER = "postgres";

  /** Name of the file with the superuser's password in the folder of secrets. */
  static final String SECRET = "postgres";

  private static final Map<String, DatabaseRoles.Kind> DATABASES =
      Map.of(
          "legacy",
          DatabaseRoles.Kind.SOURCE,
          "crm",
          DatabaseRoles.Kind.TARGET,
          "godwit",
          DatabaseRoles.Kind.READ_MODEL);

  /** The database of each system, by what its variables have between GODWIT_ and _URL. */
  private static final Map<String, String> SYSTEMS =
      Map.of(
          "SOURCE",
          "legacy",
          "TARGET",
          "crm",
          "NEWSROOM_SOURCE",
          "newsroom",
          "NEWSROOM_TARGET",
          "desk",
          "DB",
          "godwit");

  /** No connection without TLS and a password. */
  private static final String TLS_ONLY = "hostssl all all 127.0.0.1/32 scram-sha-256\n";

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
      requireOwnPassword();
      Files.createDirectories(settings.home().resolve(".godwit/programs"));
      binaries.unpack();
      if (!Files.exists(data.resolve("PG_VERSION"))) {
        initialise();
      }
      Files.writeString(data.resolve("postgresql.auto.conf"), configuration());
      if (settings.isSecure()) {
        Files.writeString(data.resolve("pg_hba.conf"), TLS_ONLY);
      }
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
      DatabaseRoles.make(statement, settings.secrets());
      for (String database : DATABASES.keySet()) {
        String exists = "SELECT 1 FROM pg_database WHERE datname = '" + database + "'";
        try (ResultSet found = statement.executeQuery(exists)) {
          if (!found.next()) {
            statement.execute("CREATE DATABASE " + database);
          }
        }
        try (Connection made = open(database)) {
          DatabaseRoles.grant(made, DATABASES.get(database));
        }
      }
    } catch (SQLException e) {
      throw new StackException(
          "Making the databases " + DATABASES.keySet() + ": " + e.getMessage(), e);
    }
    if (!settings.environment().containsKey("GODWIT_PACKS")) {
      ReferenceSystems.make(settings);
    }
  }

  /** Address of one of the databases. */
  static String url(StackSettings settings, String database) {
    return "jdbc:postgresql://127.0.0.1:" + settings.port(Port.POSTGRES) + "/" + database;
  }

  /** The same with the parameters for TLS, where the stack is secure. */
  static String ownerUrl(StackSettings settings, String database) {
    return url(settings, database)
        + (settings.isSecure()
            ? "?sslmode=verify-full&sslrootcert=" + settings.security().ca()
            : "");
  }

  /** Adds the variables of every system, with the superuser. */
  static void ownerVariables(StackSettings settings, Map<String, String> variables) {
    Optional<String> password = settings.secrets().read(SECRET);
    SYSTEMS.forEach(
        (system, database) -> {
          variables.put("GODWIT_" + system + "_URL", ownerUrl(settings, database));
          variables.put("GODWIT_" + system + "_USER", USER);
          password.ifPresent(text -> variables.put("GODWIT_" + system + "_PASSWORD", text));
        });
  }

  /** Adds the variables of every system, with the role of one service. */
  static void serviceVariables(StackSettings settings, Part part, Map<String, String> variables) {
    Optional<DatabaseRole> role = DatabaseRole.of(part);
    Optional<String> password = role.flatMap(one -> settings.secrets().read(one.secret()));
    SYSTEMS.forEach(
        (system, database) -> {
          variables.put("GODWIT_" + system + "_URL", url(settings, database));
          role.ifPresent(one -> variables.put("GODWIT_" + system + "_USER", one.user()));
          password.ifPresent(text -> variables.put("GODWIT_" + system + "_PASSWORD", text));
        });
  }

  /** A cluster of an earlier version has the password that its version gave to everybody. */
  private void requireOwnPassword() {
    if (Files.exists(data.resolve("PG_VERSION")) && settings.secrets().read(SECRET).isEmpty()) {
      throw new StackException(
          "Expected the password of PostgreSQL's superuser in %s, found no such file beside the data in %s: an earlier version made that data, or the file was deleted. Run './godwit down --forget' to delete the stack's data, then start it again."
              .formatted(settings.secrets().file(SECRET), data));
    }
  }

  private Connection open(String database) throws SQLException {
    return DriverManager.getConnection(
        ownerUrl(settings, database), session(settings.secrets().make(SECRET)));
  }

  private static Properties session(String password) {
    Properties session = new Properties();
    session.setProperty("user", USER);
    session.setProperty("password", password);
    session.setProperty("connectTimeout", "5");
    session.setProperty("loginTimeout", "5");
    return session;
  }

  private void initialise() throws IOException {
    Path half = data.resolveSibling("postgres.new");
    Processes.deleteTree(half);
    settings.secrets().make(SECRET);
    List<String> command =
        asOrdinaryUser(
            binaries.program("initdb").toString(),
            "-D",
            half.toString(),
            "-U",
            USER,
            "-A",
            "scram-sha-256",
            "--pwfile=" + settings.secrets().file(SECRET),
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync");
    Processes.runToEnd(command, environment(), "make a database cluster in " + data);
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
    String plain =
        Component.template("postgresql.conf", settings.port(Port.POSTGRES), durable, durable);
    return settings.isSecure()
        ? plain
            + "ssl = on\nssl_min_protocol_version = 'TLSv1.2'\nssl_cert_file = '%s'\nssl_key_file = '%s'\n"
                .formatted(
                    settings.security().certificate("postgres"),
                    settings.security().key("postgres"))
        : plain;
  }
}
