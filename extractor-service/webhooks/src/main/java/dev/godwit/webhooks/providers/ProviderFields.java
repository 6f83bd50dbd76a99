package dev.godwit.webhooks.providers;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.godwit.row.v1.LiveEngagement;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where a provider's events have the values of fields that packs declare for engagements. Nothing
 * else of an event is passed on. Immutable and thread-safe.
 *
 * @param pointers pointer into the provider's event by name of the field
 */
public record ProviderFields(Map<String, JsonPointer> pointers) {
  /** No fields. */
  public static final ProviderFields NONE = new ProviderFields(Map.of());

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");

  public ProviderFields {
    pointers = Map.copyOf(pointers);
  }

  /**
   * Reads {@code FIELD=POINTER}, separated by white space; a pointer is that of RFC 6901.
   *
   * @throws IllegalArgumentException where a part has another form, or a field stands twice
   */
  public static ProviderFields of(String text) {
    Map<String, JsonPointer> pointers = new TreeMap<>();
    for (String part : text.strip().split("\\s+", -1)) {
      if (part.isEmpty()) {
        continue;
      }
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String pointer = equals < 0 ? "" : part.substring(equals + 1);
      if (!NAME.matcher(name).matches() || !pointer.startsWith("/")) {
        throw new IllegalArgumentException(
            "Expected FIELD=/POINTER, such as ip=/ip, found '%s'. Correct it, or unset it."
                .formatted(part));
      }
      if (pointers.put(name, JsonPointer.compile(pointer)) != null) {
        throw new IllegalArgumentException(
            "Expected each field once, found '%s' again. Remove one of them.".formatted(name));
      }
    }
    return pointers.isEmpty() ? NONE : new ProviderFields(pointers);
  }

  /** The event with its fields: texts as they are, objects and lists as JSON. */
  LiveEngagement of(JsonNode from, LiveEngagement event) {
    Map<String, String> values = new HashMap<>();
    pointers.forEach(
        (name, pointer) -> {
          JsonNode value = from.at(pointer);
          if (!value.isMissingNode() && !value.isNull()) {
            values.put(name, value.isContainerNode() ? value.toString() : value.asText());
          }
        });
    event.setFields(values.isEmpty() ? null : values);
    return event;
  }
}
