package dev.godwit.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka broker that is its own KRaft controller, with the topics of the catalogue. After a kill
 * it can register again once the session of the killed broker has expired: 4 seconds, not Kafka's
 * 9.
 */
final class KafkaBroker implements Component {
  private static final int HEAP_MIB = 512;
  private static final int FORMAT_HEAP_MIB = 128;

  private final StackSettings settings;
  private final String mark;
  private final Path data;
  private final Path properties;

  KafkaBroker(StackSettings settings, String mark) {
    this.settings = settings;
    this.mark = mark;
    this.data = settings.dir().resolve("data").resolve("kafka");
    this.properties = settings.dir().resolve("data").resolve("kafka.properties");
  }

  @Override
  public Part part() {
    return Part.BROKER;
  }

  @Override
  public List<Port> ports() {
    return List.of(Port.BROKER, Port.CONTROLLER);
  }

  @Override
  public void prepare() {
    try {
      Files.createDirectories(properties.getParent());
      Files.writeString(properties, configuration());
      if (!Files.exists(data.resolve("meta.properties"))) {
        format();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Preparing the Kafka broker in " + data, e);
    }
  }

  @Override
  public List<String> command() {
    return java(HEAP_MIB).with("kafka.Kafka", properties.toString()).line();
  }

  @Override
  public boolean isReady() {
    return TopicDeployment.isReachable(bootstrap(settings));
  }

  @Override
  public void complete() {
    TopicDeployment.deploy(bootstrap(settings));
  }

  static String bootstrap(StackSettings settings) {
    return "127.0.0.1:" + settings.port(Port.BROKER);
  }

  private void format() {
    List<String> command =
        java(FORMAT_HEAP_MIB)
            .with(
                "kafka.tools.StorageTool",
                "format",
                "--cluster-id",
                clusterId(),
                "--config",
                properties.toString())
            .line();
    Processes.runToEnd(command, Map.of(), "format the broker's storage in " + data);
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
   * The same folder always makes the same id, so that a start that failed can be repeated. Its
   * first bit is 0: an id that began with a dash would be taken for an option.
   */
  private String clusterId() {
    UUID id = UUID.nameUUIDFromBytes(data.toString().getBytes(StandardCharsets.UTF_8));
    long high = id.getMostSignificantBits() & Long.MAX_VALUE;
    return new Uuid(high, id.getLeastSignificantBits()).toString();
  }

  private String configuration() {
    return Component.template(
        "kafka.properties", settings.port(Port.BROKER), settings.port(Port.CONTROLLER), data);
  }
}
