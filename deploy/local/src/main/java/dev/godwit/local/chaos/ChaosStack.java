package dev.godwit.local.chaos;

import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.local.chaos.check.Database;
import dev.godwit.local.chaos.check.InvariantCheck;
import dev.godwit.local.chaos.check.PointCheck;
import dev.godwit.local.chaos.fault.SmallFileSystem;
import dev.godwit.local.chaos.fault.TcpProxy;
import dev.godwit.local.demo.LocalDatabases;
import dev.godwit.local.live.LiveStack;
import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Port;
import dev.godwit.local.stack.ShortSessions;
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackException;
import dev.godwit.local.stack.StackIdentities;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.traffic.WebhookKeys;
import dev.godwit.wire.KafkaSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A stack of its own for all cases: on free ports, with an empty folder, small chunks, short
 * time-outs of sessions, crash points that files arm, and a proxy before source and target. It ends
 * with the command, since the proxies end with it.
 */
final class ChaosStack implements AutoCloseable {
  private static final int MOST_STARTS = 3;

  /** Rows of a chunk. */
  private static final int CHUNK_ROWS = 40;

  /** Small chunks, and a compiler that suits processes that live for seconds. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "JDK_JAVA_OPTIONS",
          "-XX:TieredStopAtLevel=1",
          "GODWIT_MAX_LIVE_RUNS",
          "4",
          // Some of the few names of a small sample meet at one outlet by chance.
          "GODWIT_SOURCE_DUPLICATES",
          "off",
          "GODWIT_CHUNK_ROWS",
          Integer.toString(CHUNK_ROWS),
          "GODWIT_FULL_DISK_WAIT",
          "10s");

  private final WebhookKeys keys;
  private final StackSettings plain;
  private final Stack stack;
  private final TcpProxy sourceProxy;
  private final TcpProxy targetProxy;
  private final Database source;
  private final Database target;
  private final KafkaSettings kafka;

  private ChaosStack(StackSettings base, int brokers) {
    this.keys = WebhookKeys.make();
    StackSettings own =
        base.withDir(base.dir().resolve("chaos")).withFreePorts().withBrokers(brokers);
    this.plain = LiveStack.with(own, keys);
    this.sourceProxy = new TcpProxy(plain.port(Port.POSTGRES));
    this.targetProxy = new TcpProxy(plain.port(Port.POSTGRES));
    StackSettings settings =
        plain
            .withVariable("GODWIT_SOURCE_URL", url(sourceProxy.port(), "legacy"))
            .withVariable("GODWIT_TARGET_URL", url(targetProxy.port(), "crm"))
            .withVariable("GODWIT_CRASH", "@" + plain.dir().resolve("crash"))
            .withVariables(VARIABLES)
            .withVariables(ShortSessions.variables());
    this.stack = new Stack(settings);
    this.source = database("legacy");
    this.target = database("crm");
    Map<String, String> environment = plain.serviceEnvironment();
    this.kafka = KafkaSettings.of(environment);
  }

  /**
   * Starts all parts, with so many Kafka brokers.
   *
   * @param runsSql whether the packs run SQL at the points of a run, which makes each run longer
   */
  static ChaosStack start(
      StackSettings base, int brokers, boolean runsSql, Consumer<String> progress) {
    ChaosStack chaos = new ChaosStack(base, brokers);
    Runtime.getRuntime().addShutdownHook(new Thread(chaos::stop, "end-chaos-stack"));
    chaos.stop();
    chaos.stack.deleteData();
    if (runsSql) {
      ChaosPacks.write(chaos.plain);
    }
    // Services refuse a pack whose SQL names a table that is not there.
    chaos.stack.start(Set.of(Part.POSTGRES), progress);
    ChaosPacks.makeTable(chaos.target);
    chaos.stack.start(progress);
    return chaos;
  }

  private static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** Past the proxies, and writable whatever the database's default is. */
  private Database database(String name) {
    return new Database(
        url(plain.port(Port.POSTGRES), name)
            + "?connectTimeout=5&options=-c%20default_transaction_read_only=off",
        plain.serviceEnvironment().get("GODWIT_TARGET_USER"),
        () -> plain.serviceEnvironment().get("GODWIT_TARGET_PASSWORD"));
  }

  Stack stack() {
    return stack;
  }

  /** The same stack for clients that pass by the proxies. */
  Stack plainStack() {
    return new Stack(plain);
  }

  LocalDatabases databases() {
    return new LocalDatabases(plain);
  }

  OrchestratorClient client() {
    return StackIdentities.client(plain);
  }

  Path crashFolder() {
    return plain.dir().resolve("crash");
  }

  TcpProxy sourceProxy() {
    return sourceProxy;
  }

  TcpProxy targetProxy() {
    return targetProxy;
  }

  Database source() {
    return source;
  }

  Database target() {
    return target;
  }

  /** Database of the orchestrator. */
  Database readModel() {
    return database("godwit");
  }

  KafkaSettings kafka() {
    return kafka;
  }

  WebhookKeys keys() {
    return keys;
  }

  PointCheck points() {
    return new PointCheck(target, kafka);
  }

  InvariantCheck check() {
    return new InvariantCheck(source, target, kafka);
  }

  /** Lets all pass and run again. */
  void recover() {
    sourceProxy.pass();
    targetProxy.pass();
    startAll();
  }

  /**
   * Starts what does not run. A part that was started while its crash point was still armed reaches
   * it once more while it starts; then it is started another time.
   */
  void startAll() {
    for (int starts = 1; ; starts++) {
      try {
        stack.start(line -> {});
        return;
      } catch (StackException e) {
        if (starts == MOST_STARTS) {
          throw e;
        }
      }
    }
  }

  private void stop() {
    StackSettings settings = stack.settings();
    new Stack(settings.withDir(settings.dir().resolve("second"))).stop(line -> {});
    stack.stop(line -> {});
    SmallFileSystem.unmountBelow(settings.dir());
  }

  @Override
  public void close() {
    stop();
    sourceProxy.close();
    targetProxy.close();
  }
}
