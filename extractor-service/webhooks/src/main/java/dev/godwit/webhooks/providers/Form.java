package dev.godwit.webhooks.providers;

import dev.godwit.webhooks.request.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads {@code application/x-www-form-urlencoded}. Values stay bytes: a form of one big value takes
 * no more than that value. Stateless.
 */
final class Form {
  /** A provider's form has one parameter, or a few. */
  static final int MOST_PARAMETERS = 20;

  private static final int LONGEST_NAME = 200;
  private static final int HEX = 16;
  private static final int ESCAPE = 3;

  private Form() {}

  /**
   * Values in UTF-8 by name, in the order of names; the first of several values.
   *
   * @throws Refusal where the body is no such form, or has too many parameters
   */
  static SortedMap<String, byte[]> parse(byte[] body) throws Refusal {
    SortedMap<String, byte[]> parameters = new TreeMap<>();
    int from = 0;
    for (int pairs = 0; from < body.length; pairs++) {
      if (pairs == MOST_PARAMETERS) {
        throw Refusal.unreadable(
            "Expected a form of at most %d parameters, found more. Check that it is the provider that calls."
                .formatted(MOST_PARAMETERS));
      }
      int end = indexOf(body, '&', from, body.length);
      int equals = indexOf(body, '=', from, end);
      if (equals < end && equals - from > LONGEST_NAME) {
        throw Refusal.unreadable(
            "Expected a form with names of at most %d bytes, found a longer one. Check that it is the provider that calls."
                .formatted(LONGEST_NAME));
      }
      if (equals > from && equals < end) {
        String name = new String(decode(body, from, equals), StandardCharsets.UTF_8);
        if (!parameters.containsKey(name)) {
          parameters.put(name, decode(body, equals + 1, end));
        }
      }
      from = end + 1;
    }
    return parameters;
  }

  /** Index of a byte; {@code end} where it is absent. */
  private static int indexOf(byte[] bytes, char sought, int from, int end) {
    int at = from;
    while (at < end && bytes[at] != sought) {
      at++;
    }
    return at;
  }

  private static byte[] decode(byte[] bytes, int from, int end) throws Refusal {
    byte[] decoded = new byte[end - from - (ESCAPE - 1) * count(bytes, '%', from, end)];
    int at = from;
    for (int i = 0; i < decoded.length; i++) {
      if (bytes[at] == '%') {
        int high = Character.digit(bytes[at + 1], HEX);
        int low = Character.digit(bytes[at + 2], HEX);
        if (high < 0 || low < 0) {
          throw broken();
        }
        decoded[i] = (byte) (high * HEX + low);
        at += ESCAPE;
      } else {
        decoded[i] = bytes[at] == '+' ? (byte) ' ' : bytes[at];
        at++;
      }
    }
    return decoded;
  }

  /** Number of escapes; each is followed by two bytes that are no escapes themselves. */
  private static int count(byte[] bytes, char escape, int from, int end) throws Refusal {
    int count = 0;
    for (int at = from; at < end; at++) {
      if (bytes[at] == escape) {
        if (at + 2 >= end) {
          throw broken();
        }
        count++;
        at += ESCAPE - 1;
      }
    }
    return count;
  }

  private static Refusal broken() {
    return Refusal.unreadable(
        "Expected a form in application/x-www-form-urlencoded, found a broken % escape. Check that it is the provider that calls.");
  }
}
