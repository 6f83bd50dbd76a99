package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.local.live.LiveStack;
import dev.godwit.local.stack.BrokerWatch;
import dev.godwit.local.stack.FreePorts;
import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.ReferenceSystems;
import dev.godwit.local.stack.ShortSessions;
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackIdentities;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.traffic.WebhookKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.avro.generic.IndexedRecord;
import org.junit.jupiter.api.Assumptions;

/**
 * All processes of Godwit for the tests: on free ports, in a folder of its own, with small chunks,
 * so that a small customer has many, and with short sessions. Used by one test at a time.
 */
@SuppressWarnings(
    "deprecation") // JUnit 5.13 has AutoCloseable for it; the platform's may be older.
public final class RunningGodwit implements AutoCloseable {
  /** Rows of a chunk. */
  static final int CHUNK_ROWS = 100;

  private static final String PACKS = "packs";

  /** A test has a rehearsal without webhooks, which waits for so long. */
  private static final String LIVE_ARRIVAL_TIMEOUT = "PT20S";

  private static final AtomicInteger CUSTOMERS = new AtomicInteger();

  private final Stack stack;
  private final InfrastructureParts infrastructure;
  private final OrchestratorClient client;
  private final Databases databases;
  private final WebhookKeys webhookKeys;
  private final NotificationEndpoint notifications;
  private final TraceCollector collector;
  private final BrokerWatch broker;
  private final List<Customer> customers = new ArrayList<>();

  private RunningGodwit(
      Stack stack,
      InfrastructureParts infrastructure,
      WebhookKeys webhookKeys,
      NotificationEndpoint notifications,
      TraceCollector collector) {
    this.collector = collector;
    this.broker = new BrokerWatch(stack, System.out::println);
    this.webhookKeys = webhookKeys;
    this.notifications = notifications;
    this.stack = stack;
    this.infrastructure = infrastructure;
    this.client = StackIdentities.client(stack.settings());
    this.databases = new Databases(stack.settings().serviceEnvironment());
  }

  static RunningGodwit start() {
    Map<String, String> variables = new TreeMap<>(StackSettings.processEnvironment());
    variables.put("GODWIT_CHUNK_ROWS", Integer.toString(CHUNK_ROWS));
    variables.put("GODWIT_VALIDATOR_LIVE_ARRIVAL_TIMEOUT", LIVE_ARRIVAL_TIMEOUT);
    variables.putIfAbsent("GODWIT_HOME", home().toString());
    NotificationEndpoint notifications = new NotificationEndpoint();
    variables.putAll(notifications.variables());
    TraceCollector collector = new TraceCollector();
    variables.put("GODWIT_TRACES_ENDPOINT", collector.address());
    WebhookKeys keys = WebhookKeys.make();
    StackSettings settings =
        LiveStack.with(
            StackSettings.from(variables)
                .withVariables(ShortSessions.variables())
                .withDir(folder())
                .withFreePorts(),
            keys);
    Path packs = settings.dir().resolve(PACKS);
    copy(home().resolve("schemas/packs/reference"), packs);
    // Some of the few names of a small sample meet at one outlet by chance.
    settings =
        settings.withVariables(
            Map.of("GODWIT_PACKS", packs.toString(), "GODWIT_SOURCE_DUPLICATES", "off"));
    InfrastructureParts infrastructure = InfrastructureParts.chosen();
    Stack stack = infrastructure.start(settings);
    // A stack makes them itself only where it uses the reference packs in their own folder.
    ReferenceSystems.make(stack.settings());
    stack.start(Part.SERVICES, line -> {});
    return new RunningGodwit(stack, infrastructure, keys, notifications, collector);
  }

  Stack stack() {
    return stack;
  }

  OrchestratorClient client() {
    return client;
  }

  Databases databases() {
    return databases;
  }

  /** True where broker and database are processes of the stack, and so can be killed. */
  boolean embedded() {
    return infrastructure.embedded();
  }

  /**
   * Skips a test that kills the broker or the database where these run in containers, which only
   * {@code -Dgodwit.containers=true} brings about.
   */
  void assumeInfrastructureCanBeKilled() {
    if (!embedded()) {
      assertThat(Boolean.getBoolean(InfrastructureParts.SWITCH)).isTrue();
      Assumptions.abort(
          "Skipped: -D%s=true puts broker and database into containers, which no test kills. Leave it out to run this one."
              .formatted(InfrastructureParts.SWITCH));
    }
  }

  /** The endpoint that the orchestrator notifies. */
  NotificationEndpoint notifications() {
    return notifications;
  }

  /** The collector that services send their spans to, where traces are on: they are off. */
  TraceCollector collector() {
    return collector;
  }

  /** The keys of the made-up mail providers. */
  WebhookKeys webhookKeys() {
    return webhookKeys;
  }

  /** The folder of the packs that the services read. */
  Path packs() {
    return stack.settings().dir().resolve(PACKS);
  }

  /** Puts a pack beside the reference packs; services read it when a run names it. */
  void addPack(Path folder) {
    copy(folder, packs().resolve(folder.getFileName()));
  }

  /** The same with the text of its one file. */
  void addPack(String name, String yaml) {
    try {
      Path folder = Files.createDirectories(packs().resolve(name));
      Files.writeString(folder.resolve("pack.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing the pack " + name, e);
    }
  }

  /** Puts the packs of a folder beside the reference packs. */
  void addPacks(Path folder) {
    copy(stack.settings().home().resolve(folder), packs());
  }

  /** All records of a topic of extracted records, by the fields of their packs. */
  List<IndexedRecord> rows(String topic) {
    return new TopicReader(this).rows(topic);
  }

  /** A customer with a new id. */
  Customer customer(String name) {
    return known(name + "-" + CUSTOMERS.incrementAndGet());
  }

  /** A customer that exists in the source. */
  Customer known(String id) {
    Customer customer = new Customer(this, id);
    customers.add(customer);
    return customer;
  }

  /** Kills a service as {@code kill -9} does, and waits until its port is free. */
  void kill(Part part) {
    stack.kill(part);
    int port = stack.settings().port(part.port());
    Conditions.await(part + " is dead", () -> !stack.isRunning(part) && FreePorts.isFree(port));
  }

  /** Starts a part again. */
  void startAgain(Part part) {
    startAgain(EnumSet.of(part));
  }

  /** Starts parts again, at the same time. */
  void startAgain(EnumSet<Part> parts) {
    stack.start(parts, line -> {});
  }

  /** After a failed test: starts all parts, and ends the open runs of its customers. */
  void tidy() {
    stack.start(line -> {});
    customers.forEach(Customer::endRun);
    customers.clear();
  }

  @Override
  public void close() {
    broker.close();
    stack.stop(line -> {});
    infrastructure.close();
    notifications.close();
    collector.close();
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copied = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copied);
        } else {
          Files.copy(file, copied);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Copying the packs of " + from, e);
    }
  }

  private static Path home() {
    for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      if (Files.isRegularFile(dir.resolve("mvnw")) && Files.isDirectory(dir.resolve("deploy"))) {
        return dir;
      }
    }
    throw new IllegalStateException(
        "Expected to run inside the project's folder, found "
            + Path.of("").toAbsolutePath()
            + "; run the tests with Maven from there");
  }

  /** Kept after the tests, so that the logs can be read. */
  private static Path folder() {
    try {
      Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
      return Files.createTempDirectory(target, "stack-");
    } catch (IOException e) {
      throw new UncheckedIOException("Making a folder for the stack", e);
    }
  }
}
