package dev.godwit.wire.security;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Gives the security of the Kafka clients to those that a framework makes: channels of messaging
 * (keys that begin with {@code kafka.}) and Kafka Streams ({@code kafka-streams.}). Found by every
 * service through the service loader. Immutable.
 */
public final class KafkaConfigSource implements ConfigSource {
  /** Above the files of a service, below the environment. */
  private static final int ORDINAL = 275;

  private final Map<String, String> properties;

  /** Reads the environment of this process. */
  public KafkaConfigSource() {
    this(System.getenv());
  }

  /** The source of another environment. */
  public static KafkaConfigSource of(Map<String, String> environment) {
    return new KafkaConfigSource(environment);
  }

  private KafkaConfigSource(Map<String, String> environment) {
    Map<String, String> all = new TreeMap<>();
    KafkaSecurity.of(environment)
        .properties()
        .forEach(
            (key, value) -> {
              String literal = literal(value);
              all.put("kafka." + key, literal);
              all.put("kafka-streams." + key, literal);
            });
    this.properties = all;
  }

  /** The reader of settings would take a part of it for an expression. */
  static String literal(String value) {
    return value.replace("${", "\\${");
  }

  @Override
  public Map<String, String> getProperties() {
    return properties;
  }

  @Override
  public Set<String> getPropertyNames() {
    return properties.keySet();
  }

  @Override
  public String getValue(String name) {
    return properties.get(name);
  }

  @Override
  public String getName() {
    return "Godwit's Kafka security";
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }
}
