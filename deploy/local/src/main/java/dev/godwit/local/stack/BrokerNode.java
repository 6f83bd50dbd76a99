package dev.godwit.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * One node of the Kafka cluster: a broker that is a KRaft controller, too. Node 1 is the broker of
 * a stack that has one; the others are its companions. After a kill a node can register again once
 * the session of the killed one has expired. That takes Kafka's 9 seconds: with a shorter session a
 * broker that starts again can lose its leadership while it still loads the groups, which breaks
 * them (decision 0011).
 */
final class BrokerNode implements Companion {
  private static final int HEAP_MIB = 512;
  private static final int FORMAT_HEAP_MIB = 128;
  private static final int SESSION_MILLIS = 9_000;
  private static final List<List<Port>> PORTS =
      List.of(
          List.of(Port.BROKER, Port.CONTROLLER),
          List.of(Port.BROKER_2, Port.CONTROLLER_2),
          List.of(Port.BROKER_3, Port.CONTROLLER_3));

  private final StackSettings settings;
  private final String mark;
  private final int number;

  /**
   * @param number id of the node, from 1
   */
  BrokerNode(StackSettings settings, String mark, int number) {
    this.settings = settings;
    this.mark = mark;
    this.number = number;
  }

  /** Addresses of all nodes, separated by commas. */
  static String bootstrap(StackSettings settings) {
    return addresses(settings, 0, "");
  }

  private static String addresses(StackSettings settings, int which, String prefix) {
    return IntStream.rangeClosed(1, settings.brokers())
        .mapToObj(
            node ->
                prefix.formatted(node)
                    + "127.0.0.1:"
                    + settings.port(PORTS.get(node - 1).get(which)))
        .collect(Collectors.joining(","));
  }

  /** Address of this node. */
  String address() {
    return "127.0.0.1:" + settings.port(ports().getFirst());
  }

  @Override
  public String label() {
    return number == 1 ? Part.BROKER.label() : Part.BROKER.label() + "-" + number;
  }

  @Override
  public List<Port> ports() {
    return PORTS.get(number - 1);
  }

  /** Folder of its records and of its share of the cluster's metadata. */
  Path data() {
    return data(number);
  }

  private Path data(int node) {
    return settings.dir().resolve("data").resolve(node == 1 ? "kafka" : "kafka-" + node);
  }

  private Path properties() {
    return settings.secrets().file(data().getFileName() + ".properties");
  }

  @Override
  public void prepare() {
    try {
      Files.createDirectories(data().getParent());
      settings.secrets().write(properties().getFileName().toString(), configuration());
      if (!Files.exists(data().resolve("meta.properties"))) {
        format();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Preparing the Kafka broker in " + data(), e);
    }
  }

  @Override
  public List<String> command() {
    return java(HEAP_MIB)
        .optimisedLate()
        .withClassesOf(settings.classArchive("broker"))
        .with("kafka.Kafka", properties().toString())
        .line();
  }

  private void format() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "kafka.tools.StorageTool",
                "format",
                "--cluster-id",
                clusterId(),
                "--config",
                properties().toString()));
    if (settings.isSecure()) {
      for (String user : StackSecurity.kafkaUsers()) {
        arguments.add("--add-scram");
        arguments.add(
            "SCRAM-SHA-512=[name=%s,password=%s]"
                .formatted(user, settings.security().kafkaPassword(user)));
      }
    }
    // In a file: a command line is read by every user of the machine.
    String file = properties().getFileName() + ".format";
    settings
        .secrets()
        .write(
            file,
            arguments.stream()
                .map(argument -> '"' + argument.replace("\\", "\\\\") + '"')
                .collect(Collectors.joining("\n")));
    try {
      Processes.runToEnd(
          java(FORMAT_HEAP_MIB).with("@" + settings.secrets().file(file)).line(),
          Map.of(),
          "format the broker's storage in " + data());
    } finally {
      settings.secrets().delete(file);
    }
  }

  private JavaCommand java(int heapMiB) {
    Path jars = settings.home().resolve("deploy/broker/target/broker");
    if (!Files.isDirectory(jars)) {
      throw new StackException(
          "Expected the broker's jars in "
              + jars
              + ", but found none. Run ./mvnw -Pquick package.");
    }
    return new JavaCommand(mark, settings.tmp(), heapMiB)
        .with(
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSX",
            "-cp",
            jars + "/*");
  }

  /**
   * The same folder always makes the same id, so that a start that failed can be repeated, and a
   * node whose disk was lost joins again. Its first bit is 0: an id that began with a dash would be
   * taken for an option.
   */
  private String clusterId() {
    UUID id = UUID.nameUUIDFromBytes(data(1).toString().getBytes(StandardCharsets.UTF_8));
    long high = id.getMostSignificantBits() & Long.MAX_VALUE;
    return new Uuid(high, id.getLeastSignificantBits()).toString();
  }

  /** Two of three replicas acknowledge a record, so that one may be lost. */
  private String configuration() {
    String plain =
        Component.template(
            "kafka.properties",
            settings.port(ports().getFirst()),
            settings.port(ports().getLast()),
            data(),
            number,
            addresses(settings, 1, "%d@"),
            settings.brokers(),
            settings.brokers() == 1 ? 1 : 2,
            SESSION_MILLIS,
            settings.isSecure() ? "SASL_SSL" : "PLAINTEXT",
            settings.isSecure() ? "SSL" : "PLAINTEXT");
    StackSecurity security = settings.security();
    return settings.isSecure()
        ? plain
            + Component.template(
                "kafka-secure.properties",
                security.keyAndCertificate("broker"),
                security.ca(),
                StackSecurity.BROKER,
                security.kafkaPassword(StackSecurity.BROKER),
                StackSecurity.OWNER)
        : plain;
  }
}
