package dev.godwit.wire.security;

import java.util.Map;
import java.util.TreeMap;

/**
 * Gives the security of the Kafka clients to those that a framework makes: channels of messaging
 * (keys that begin with {@code kafka.}) and Kafka Streams ({@code kafka-streams.}). Found by every
 * service through the service loader. Immutable.
 */
public final class KafkaConfigSource extends DerivedConfigSource {
  /** Reads the environment of this process. */
  public KafkaConfigSource() {
    this(System.getenv());
  }

  /** The source of another environment. */
  public static KafkaConfigSource of(Map<String, String> environment) {
    return new KafkaConfigSource(environment);
  }

  private KafkaConfigSource(Map<String, String> environment) {
    super("Godwit's Kafka security", properties(environment));
  }

  private static Map<String, String> properties(Map<String, String> environment) {
    Map<String, String> all = new TreeMap<>();
    KafkaSecurity.of(environment)
        .properties()
        .forEach(
            (key, value) -> {
              String literal = literal(value);
              all.put("kafka." + key, literal);
              all.put("kafka-streams." + key, literal);
            });
    return all;
  }

  /** The reader of settings would take a part of it for an expression. */
  static String literal(String value) {
    return value.replace("${", "\\${");
  }
}
