package dev.godwit.wire;

import java.util.Map;

/**
 * How much memory Avro takes on the word of a length in the bytes that it reads. It makes room for
 * a text or a list before it looks whether the value is that long, so that without a limit one
 * corrupt byte ends the process. Avro reads these settings once, when its decoder is first used:
 * whatever decodes in Godwit loads this class first. Stateless.
 */
final class AvroLimits {
  /** Far above what one record of {@link KafkaSettings#MAX_RECORD_BYTES} can hold. */
  private static final int LENGTH_BYTES = 16 * 1024 * 1024;

  private static final int ITEMS = 1_000_000;

  private static final Map<String, Integer> LIMITS =
      Map.of(
          "org.apache.avro.limits.string.maxLength",
          LENGTH_BYTES,
          "org.apache.avro.limits.bytes.maxLength",
          LENGTH_BYTES,
          "org.apache.avro.limits.collectionItems.maxLength",
          ITEMS);

  static {
    LIMITS.forEach(
        (name, limit) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, limit.toString());
          }
        });
  }

  private AvroLimits() {}

  /** Sets the limits that are not set otherwise; needed before Avro is first asked to decode. */
  static void set() {
    // The static part has done it.
  }
}
