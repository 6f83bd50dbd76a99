package dev.godwit.webhooks.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.godwit.webhooks.providers.AmazonSes;
import dev.godwit.webhooks.providers.Json;
import dev.godwit.webhooks.providers.MailProvider;
import dev.godwit.webhooks.providers.Mailgun;
import dev.godwit.webhooks.providers.Mandrill;
import dev.godwit.webhooks.providers.MessageIdForm;
import dev.godwit.webhooks.providers.Postmark;
import dev.godwit.webhooks.providers.ProviderFields;
import dev.godwit.webhooks.providers.ProviderSettings;
import dev.godwit.webhooks.providers.SendGrid;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The checked {@link WebhookSettings}. Holds secrets inside {@link ProviderSettings}, which print
 * nothing. Immutable.
 *
 * @param requestsPerSecond requests of a provider for a customer, over time
 * @param burst requests of a provider for a customer, at once
 * @param providers settings by name of the provider
 */
public record IntakePolicy(
    double requestsPerSecond, double burst, Map<String, ProviderSettings> providers) {
  static final String PREFIX = "GODWIT_WEBHOOK_";
  private static final double USUAL_REQUESTS_PER_SECOND = 500;
  private static final double HIGHEST_REQUESTS_PER_SECOND = 1e6;
  private static final double HIGHEST_BURST = 1e7;
  private static final Duration USUAL_TOLERANCE = Duration.ofDays(1);

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException naming the environment variable of a value that makes no
   *     sense; the message quotes no secret
   */
  public static IntakePolicy of(WebhookSettings settings, List<MailProvider> providers) {
    double rate =
        number(
            "REQUESTS_PER_SECOND",
            settings.requestsPerSecond(),
            USUAL_REQUESTS_PER_SECOND,
            HIGHEST_REQUESTS_PER_SECOND);
    Map<String, WebhookSettings.Provider> configured =
        Map.of(
            SendGrid.NAME, settings.sendgrid(),
            Mailgun.NAME, settings.mailgun(),
            AmazonSes.NAME, settings.ses(),
            Postmark.NAME, settings.postmark(),
            Mandrill.NAME, settings.mandrill());
    Map<String, ProviderSettings> byName = new HashMap<>();
    for (MailProvider provider : providers) {
      byName.put(provider.name(), provider(settings, configured.get(provider.name()), provider));
    }
    return new IntakePolicy(
        rate, number("BURST", settings.burst(), 2 * rate, HIGHEST_BURST), Map.copyOf(byName));
  }

  /** Names of the providers that have a key, in alphabetical order. */
  List<String> openProviders() {
    return providers.entrySet().stream()
        .filter(entry -> entry.getValue().hasKeys())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static ProviderSettings provider(
      WebhookSettings settings, WebhookSettings.Provider configured, MailProvider provider) {
    String name = provider.name().toUpperCase(Locale.ROOT) + "_";
    Duration tolerance = duration("TOLERANCE", settings.tolerance(), USUAL_TOLERANCE);
    return new ProviderSettings(
        words(text(configured.key()).orElse("")),
        keysByCustomer(name + "CUSTOMER_KEYS", configured.customerKeys()),
        messageId(
            name + "MESSAGE_ID", text(configured.messageId()).orElseGet(provider::usualMessageId)),
        duration(name + "TOLERANCE", configured.tolerance(), tolerance),
        text(configured.header()).map(header -> header.toLowerCase(Locale.ROOT)).orElse(null),
        (int)
            number(
                "MAX_BODY_BYTES",
                settings.maxBodyBytes(),
                provider.usualBodyBytes(),
                MailProvider.HIGHEST_BODY_BYTES),
        text(settings.publicUrl())
            .orElseGet(() -> "http://127.0.0.1:" + settings.httpPort())
            .replaceAll("/+$", ""),
        fields(name + "FIELDS", text(configured.fields()).orElse("")));
  }

  private static ProviderFields fields(String name, String text) {
    try {
      return ProviderFields.of(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(PREFIX + name + ": " + e.getMessage(), e);
    }
  }

  private static Optional<String> text(Optional<String> value) {
    return value.map(String::strip).filter(text -> !text.isEmpty());
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  private static double number(
      String name, Optional<String> configured, double usual, double highest) {
    String value = text(configured).orElse(null);
    if (value == null) {
      return usual;
    }
    try {
      double number = Double.parseDouble(value);
      if (number > 0 && number <= highest) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, together with numbers that are out of range.
    }
    throw wrong(name, "a number above 0 and up to " + (long) highest, value);
  }

  private static Duration duration(String name, Optional<String> configured, Duration usual) {
    String value = text(configured).orElse(null);
    try {
      return value == null ? usual : Duration.parse(value);
    } catch (DateTimeParseException e) {
      throw wrong(name, "a duration such as PT1H or P1D", value);
    }
  }

  private static MessageIdForm messageId(String name, String form) {
    try {
      return MessageIdForm.of(form);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(PREFIX + name + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, List<String>> keysByCustomer(
      String name, Optional<String> configured) {
    String value = text(configured).orElse(null);
    if (value == null) {
      return Map.of();
    }
    try {
      Map<String, String> read =
          Json.MAPPER.readValue(value, new TypeReference<Map<String, String>>() {});
      Map<String, List<String>> keys = new HashMap<>();
      read.forEach((customer, text) -> keys.put(customer, words(text)));
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
