package dev.godwit.wire;

import java.util.HashMap;
import java.util.Map;

/** Completes the settings that a Kafka client hands to its serdes. */
final class WireSettings {
  private WireSettings() {}

  static Map<String, Object> of(Map<String, ?> given) {
    if (given.containsKey(SerdeClient.SERIALIZER) && given.containsKey(SerdeClient.DESERIALIZER)) {
      return new HashMap<>(given);
    }
    Map<String, Object> settings = KafkaSettings.fromEnvironment().serde();
    given.forEach((key, value) -> settings.putIfAbsent(key, value));
    return settings;
  }
}
