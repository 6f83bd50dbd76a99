package dev.godwit.extractor.webhook;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads {@code application/x-www-form-urlencoded}. Stateless. */
final class Form {
  private Form() {}

  /**
   * Parameters by name, in the names' order; the first of several values.
   *
   * @throws Refusal where it is no such form
   */
  static SortedMap<String, String> parse(byte[] body) throws Refusal {
    SortedMap<String, String> parameters = new TreeMap<>();
    for (String pair : new String(body, StandardCharsets.UTF_8).split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.putIfAbsent(
            decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decode(String text) throws Refusal {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.unreadable(
          "Expected a form in application/x-www-form-urlencoded, found a broken % escape. Check that it is the provider that calls.");
    }
  }
}
