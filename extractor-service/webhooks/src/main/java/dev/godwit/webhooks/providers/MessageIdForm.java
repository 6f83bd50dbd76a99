package dev.godwit.webhooks.providers;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of a message id, which makes the value of the pack's message id column from the values
 * of a provider's event. It is a text with {@code {id}}, the provider's own id, and {@code
 * {header}}, the Message-ID header without its angle brackets. {@code |} separates alternatives;
 * the first one whose values the event has is used. Immutable.
 */
public record MessageIdForm(List<String> alternatives) {
  private static final String ID = "{id}";
  private static final String HEADER = "{header}";

  /**
   * Reads a form.
   *
   * @throws IllegalArgumentException where an alternative names neither
   */
  public static MessageIdForm of(String text) {
    List<String> alternatives = List.of(text.split("\\|"));
    for (String alternative : alternatives) {
      if (!alternative.contains(ID) && !alternative.contains(HEADER)) {
        throw new IllegalArgumentException(
            "Expected a message id to be made of {id} or {header}, found \"" + alternative + "\".");
      }
    }
    return new MessageIdForm(alternatives);
  }

  /**
   * The message id; null where the event lacks the values for every alternative.
   *
   * @param id the provider's own id, or null
   * @param header the Message-ID header, with or without angle brackets, or null
   */
  String make(String id, String header) {
    String bare = header == null ? null : header.strip().replaceAll("^<|>$", "");
    for (String alternative : alternatives) {
      if (!(alternative.contains(ID) && isMissing(id))
          && !(alternative.contains(HEADER) && isMissing(bare))) {
        return alternative
            .replace(ID, id == null ? "" : id)
            .replace(HEADER, bare == null ? "" : bare);
      }
    }
    return null;
  }

  /**
   * Values of an event of which a message id is made.
   *
   * @param id the provider's own id; null where the form needs none
   * @param header the Message-ID header without angle brackets; null where the form needs none
   */
  public record Values(String id, String header) {}

  /** Values of which {@link #make} makes a message id; empty where it can make it of none. */
  public Optional<Values> valuesOf(String messageId) {
    for (String alternative : alternatives) {
      Matcher matcher = pattern(alternative).matcher(messageId);
      if (matcher.matches()) {
        Values values =
            new Values(
                alternative.contains(ID) ? matcher.group("id") : null,
                alternative.contains(HEADER) ? matcher.group("header") : null);
        if (messageId.equals(make(values.id(), values.header()))) {
          return Optional.of(values);
        }
      }
    }
    return Optional.empty();
  }

  private static Pattern pattern(String alternative) {
    String quoted = Pattern.quote(alternative);
    return Pattern.compile(
        quoted
            .replaceFirst(Pattern.quote(ID), "\\\\E(?<id>.+)\\\\Q")
            .replace(ID, "\\E\\k<id>\\Q")
            .replaceFirst(Pattern.quote(HEADER), "\\\\E(?<header>.+)\\\\Q")
            .replace(HEADER, "\\E\\k<header>\\Q"),
        Pattern.DOTALL);
  }

  private static boolean isMissing(String value) {
    return value == null || value.isBlank();
  }
}
