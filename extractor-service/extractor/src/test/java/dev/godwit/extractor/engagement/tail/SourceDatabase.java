package dev.godwit.extractor.engagement.tail;

import dev.godwit.pack.Packs;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TailSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The reference source, on a server of its own, read by the pack that comes with it. */
public final class SourceDatabase implements AutoCloseable {
  public static final Path PACKS = Path.of("../../schemas/packs/reference");
  private static final Path TABLES =
      Path.of("../../deploy/sample-data/src/main/resources/godwit/sample/old-crm.sql");

  private final EmbeddedPostgres server;
  private final SourcePack pack;
  private final String url;

  public SourceDatabase() throws IOException, SQLException {
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("max_prepared_transactions", "5")
            .setServerConfig("fsync", "off")
            .setPGStartupWait(Duration.ofMinutes(2))
            .start();
    try (Connection connection = writer()) {
      run(connection, Files.readString(TABLES));
    }
    url = server.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
    Map<String, String> environment = Map.of("GODWIT_SOURCE_URL", url);
    pack = Packs.load(PACKS, environment::get).source("reference-legacy");
  }

  public SourcePack pack() {
    return pack;
  }

  /** The pack in a folder of its own, with this server's address written in. */
  public Path packs() throws IOException {
    Path folder = Files.createTempDirectory("packs");
    Path copy = Files.createDirectory(folder.resolve("reference-legacy"));
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(PACKS.resolve("reference-legacy"))) {
      for (Path file : files) {
        Files.writeString(
            copy.resolve(file.getFileName()),
            Files.readString(file)
                .replace("${GODWIT_SOURCE_URL:-jdbc:postgresql://127.0.0.1:15432/legacy}", url));
      }
    }
    return folder;
  }

  /** The pack's tail, settling at once. */
  TailSource tail() {
    return tail(Duration.ofNanos(1000));
  }

  TailSource tail(Duration settle) {
    TailSource tail = pack.live().tail();
    return new TailSource(tail.horizon(), settle, 0, tail.every(), tail.rowsPerSecond());
  }

  /** A connection of the application, each statement a transaction. */
  public Connection writer() throws SQLException {
    return server.getPostgresDatabase().getConnection();
  }

  /** A connection as the extractor has it. */
  Connection pollingConnection() throws SQLException {
    Connection connection = pack.database().open();
    run(connection, "set application_name = 'godwit-reader'");
    run(connection, "set default_transaction_read_only = on");
    return connection;
  }

  public static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Writes a row; gives its key. */
  static long open(Connection connection, String customer) throws SQLException {
    return numbers(
            connection,
            "insert into engagement (customer_id, email_id, contact_id, kind, occurred_at) values ('"
                + customer
                + "', 1, 2, 'open', '2099-12-31') returning id")
        .getFirst();
  }

  public static List<Long> numbers(Connection connection, String sql) throws SQLException {
    List<Long> numbers = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
    }
    return numbers;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
