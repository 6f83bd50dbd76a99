package dev.godwit.transformer.outbound;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Where the last range of each run in a partition ended. As text it is {@code run=offset} pairs
 * joined by {@code &}, the run's id URL-encoded; the broker takes 4,096 characters with an offset,
 * so beyond that the ends of the runs that were quiet longest are left out.
 */
final class RangeEnds {
  private static final int MAX_CHARS = 4_000;

  private final Map<String, Long> ends = new LinkedHashMap<>();

  private RangeEnds() {}

  static RangeEnds parse(String text) {
    RangeEnds parsed = new RangeEnds();
    if (text != null && !text.isEmpty()) {
      for (String pair : text.split("&", -1)) {
        int equals = pair.lastIndexOf('=');
        if (equals > 0 && pair.substring(equals + 1).matches("\\d{1,18}")) {
          parsed.ends.put(
              URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
              Long.parseLong(pair.substring(equals + 1)));
        }
      }
    }
    return parsed;
  }

  long endOf(String runId, long otherwise) {
    return ends.getOrDefault(runId, otherwise);
  }

  void put(String runId, long offset) {
    ends.remove(runId);
    ends.put(runId, offset);
  }

  void removeIf(Predicate<String> over) {
    ends.keySet().removeIf(over);
  }

  String format() {
    String text = joined();
    Iterator<String> oldest = ends.keySet().iterator();
    while (text.length() > MAX_CHARS && oldest.hasNext()) {
      oldest.next();
      oldest.remove();
      text = joined();
    }
    return text;
  }

  private String joined() {
    StringBuilder text = new StringBuilder();
    ends.forEach(
        (runId, end) ->
            text.append(text.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(runId, StandardCharsets.UTF_8))
                .append('=')
                .append(end));
    return text.toString();
  }
}
