package dev.godwit.extractor.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the environment says about webhooks; see {@code docs/webhooks.md}. Immutable.
 *
 * @param requestsPerSecond how many a provider may send for a customer, over time
 * @param burst how many of them at once
 * @param providers by name
 */
record WebhookSettings(
    double requestsPerSecond, double burst, Map<String, ProviderSettings> providers) {
  static final String PREFIX = "GODWIT_WEBHOOK_";
  static final int HIGHEST_BODY_BYTES = 10 << 20;
  private static final double USUAL_REQUESTS_PER_SECOND = 500;

  /**
   * Reads the settings.
   *
   * @param httpPort where this process listens
   * @throws IllegalArgumentException where one of them makes no sense; no secret is in the message
   */
  static WebhookSettings from(
      Map<String, String> environment, List<MailProvider> providers, int httpPort) {
    Environment of = new Environment(environment);
    double rate = of.number("REQUESTS_PER_SECOND", USUAL_REQUESTS_PER_SECOND, 1e6);
    Map<String, ProviderSettings> byName = new HashMap<>();
    for (MailProvider provider : providers) {
      byName.put(provider.name(), provider(of, provider, httpPort));
    }
    return new WebhookSettings(rate, of.number("BURST", 2 * rate, 1e7), Map.copyOf(byName));
  }

  /** Whether any provider may tell anything. */
  boolean isInUse() {
    return providers.values().stream().anyMatch(ProviderSettings::hasKeys);
  }

  private static ProviderSettings provider(Environment of, MailProvider provider, int httpPort) {
    String name = provider.name().toUpperCase(Locale.ROOT) + "_";
    String header = of.text(name + "HEADER", "").toLowerCase(Locale.ROOT);
    return new ProviderSettings(
        words(of.text(name + "KEY", "")),
        of.keysByCustomer(name + "CUSTOMER_KEYS"),
        of.messageId(name + "MESSAGE_ID", provider.usualMessageId()),
        of.duration(name + "TOLERANCE", of.duration("TOLERANCE", Duration.ofDays(1))),
        header.isBlank() ? null : header,
        (int) of.number("MAX_BODY_BYTES", provider.usualBodyBytes(), HIGHEST_BODY_BYTES),
        of.text("PUBLIC_URL", "http://127.0.0.1:" + httpPort).replaceAll("/+$", ""));
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  private record Environment(Map<String, String> variables) {
    String text(String name, String usual) {
      String value = variables.get(PREFIX + name);
      return value == null || value.isBlank() ? usual : value.strip();
    }

    double number(String name, double usual, double highest) {
      String value = text(name, null);
      if (value == null) {
        return usual;
      }
      try {
        double number = Double.parseDouble(value);
        if (number > 0 && number <= highest) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Said below, together with numbers that are out of range.
      }
      throw wrong(name, "a number above 0 and up to " + (long) highest, value);
    }

    Duration duration(String name, Duration usual) {
      String value = text(name, null);
      try {
        return value == null ? usual : Duration.parse(value);
      } catch (DateTimeParseException e) {
        throw wrong(name, "a duration such as PT1H or P1D", value);
      }
    }

    MessageIdForm messageId(String name, String usual) {
      try {
        return MessageIdForm.of(text(name, usual));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(PREFIX + name + ": " + e.getMessage(), e);
      }
    }

    Map<String, List<String>> keysByCustomer(String name) {
      String value = text(name, null);
      if (value == null) {
        return Map.of();
      }
      try {
        Map<String, String> read =
            Json.MAPPER.readValue(value, new TypeReference<Map<String, String>>() {});
        Map<String, List<String>> keys = new HashMap<>();
        read.forEach((customer, text) -> keys.put(customer, new ArrayList<>(words(text))));
        return Map.copyOf(keys);
      } catch (JsonProcessingException | NullPointerException e) {
        throw wrong(name, "a JSON object of customer and key", "something else, not shown here");
      }
    }

    private static IllegalArgumentException wrong(String name, String expected, String found) {
      return new IllegalArgumentException(
          "Expected %s%s to be %s, found %s. Correct it, or unset it."
              .formatted(PREFIX, name, expected, found));
    }
  }
}
