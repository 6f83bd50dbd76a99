package dev.godwit.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.local.demo.PartMonitor;
import dev.godwit.records.SchemaRegistrar;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real PostgreSQL, broker and registry, started, killed and ended. */
class StackIT {
  private static final String SUBJECT = "crm.ledgers.v1-dev.godwit.receipt.v1.Ledger";
  private static final String LAST_MOMENT = "registered-just-before-the-kill";
  private static final String LISTEN = "0A";

  @TempDir private static Path dir;
  private static Stack stack;

  @BeforeAll
  static void start() {
    Path home = Path.of("../..").toAbsolutePath().normalize();
    StackSettings settings = StackSettings.from(Map.of("GODWIT_HOME", home.toString()));
    stack = new Stack(settings.withDir(dir.resolve("stack")).withFreePorts());
    stack.start(Part.INFRASTRUCTURE, line -> {});
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.stop(line -> {});
    }
  }

  @Test
  void shouldChangeNothingWhenStartedAgain() {
    long before = stack.pid(Part.BROKER);
    assertThat(stack.start(Part.INFRASTRUCTURE, line -> {})).isEmpty();
    assertThat(stack.pid(Part.BROKER)).isEqualTo(before);
  }

  @Test
  void shouldKeepSchemaIdsWhenTheRegistryIsKilled() throws Exception {
    String before = latestSchema(SUBJECT);
    PartMonitor monitor = new PartMonitor(stack);
    monitor.get(); // The services do not run here.
    assertThat(register(LAST_MOMENT)).contains("\"id\":");
    stack.kill(Part.REGISTRY);
    assertThat(stack.isRunning(Part.REGISTRY)).isFalse();
    assertThat(monitor.get())
        .singleElement()
        .asString()
        .contains("process of the registry has ended", stack.log(Part.REGISTRY).toString());
    assertThat(monitor.get()).isEmpty();
    stack.restart(Part.REGISTRY);
    assertThat(monitor.get()).singleElement().asString().contains("registry is running again");
    assertThat(latestSchema(SUBJECT)).isEqualTo(before).contains("\"id\":");
    assertThat(latestSchema(LAST_MOMENT)).contains("\"id\":");
  }

  @Test
  void shouldKeepRowsWhenTheDatabaseServerIsKilled() throws Exception {
    execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)");
    List<ProcessHandle> children =
        ProcessHandle.of(stack.pid(Part.POSTGRES)).orElseThrow().descendants().toList();
    assertThat(children).isNotEmpty();
    stack.kill(Part.POSTGRES);
    Awaitility.await("the server's children have ended")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> children.stream().noneMatch(ProcessFile::isRunning));
    stack.restart(Part.POSTGRES);
    assertThat(number("SELECT n FROM kept")).isEqualTo(7);
  }

  @Test
  void shouldListenOnTheLoopbackOnly() throws IOException {
    List<String> addresses = new ArrayList<>();
    for (Port port : EnumSet.of(Port.POSTGRES, Port.BROKER, Port.CONTROLLER, Port.REGISTRY)) {
      addresses.addAll(listening(stack.settings().port(port)));
    }
    assertThat(addresses)
        .hasSizeGreaterThanOrEqualTo(4)
        .allMatch(a -> a.equals("0100007F") || a.equals("0000000000000000FFFF00000100007F"));
  }

  @Test
  void shouldNameThePortItsOwnerAndSettingWhenItIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      StackSettings settings =
          stack
              .settings()
              .withDir(dir.resolve("other"))
              .withPort(Port.REGISTRY, taken.getLocalPort());
      assertThatThrownBy(() -> new Stack(settings).start(EnumSet.of(Part.REGISTRY), line -> {}))
          .isInstanceOf(StackException.class)
          .hasMessageContaining("Expected port " + taken.getLocalPort())
          .hasMessageContaining("the schema registry")
          .hasMessageContaining("GODWIT_PORT_REGISTRY");
    }
  }

  @Test
  void shouldShowTheEndOfTheLogWhenAPartEndsWhileStarting() throws IOException {
    StackSettings settings = stack.settings().withDir(dir.resolve("broken")).withFreePorts();
    Path data = Files.createDirectories(settings.dir().resolve("data/kafka"));
    Files.writeString(data.resolve("meta.properties"), "version=1\nnode.id=99\ncluster.id=x\n");
    assertThatThrownBy(() -> new Stack(settings).start(EnumSet.of(Part.BROKER), line -> {}))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("Expected broker to start, but its process ended")
        .hasMessageContaining("Stored node id 99");
  }

  @Test
  void shouldEndAProcessWhenItsPidFileIsMissing() throws IOException {
    StackSettings settings = stack.settings().withDir(dir.resolve("lost")).withFreePorts();
    Stack lost = new Stack(settings);
    lost.start(EnumSet.of(Part.POSTGRES), line -> {});
    Files.delete(settings.dir().resolve("pids/postgres"));
    assertThat(lost.isRunning(Part.POSTGRES)).isFalse();
    assertThat(lost.processCount()).isPositive();
    lost.stop(line -> {});
    assertThat(lost.processCount()).isZero();
  }

  private static String latestSchema(String subject) throws IOException, InterruptedException {
    return answer(HttpRequest.newBuilder(versions(subject, "/latest")));
  }

  private static String register(String subject) throws IOException, InterruptedException {
    return answer(
        HttpRequest.newBuilder(versions(subject, ""))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"schemaType\":\"AVRO\",\"schema\":\"\\\"string\\\"\"}")));
  }

  private static URI versions(String subject, String which) {
    return URI.create(
        RegistryServer.url(stack.settings())
            + SchemaRegistrar.CONFLUENT_API
            + "/subjects/"
            + subject
            + "/versions"
            + which);
  }

  private static String answer(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static List<String> listening(int port) throws IOException {
    List<String> addresses = new ArrayList<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields[3].equals(LISTEN)
            && Integer.parseInt(fields[1].substring(fields[1].indexOf(':') + 1), 16) == port) {
          addresses.add(fields[1].substring(0, fields[1].indexOf(':')));
        }
      }
    }
    return addresses;
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int number(String sql) throws SQLException {
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static Connection open() throws SQLException {
    return DriverManager.getConnection(
        PostgresServer.url(stack.settings(), "godwit"),
        PostgresServer.USER,
        stack.settings().secrets().read(PostgresServer.SECRET).orElseThrow());
  }
}
