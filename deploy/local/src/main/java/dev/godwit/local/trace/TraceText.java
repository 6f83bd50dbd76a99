package dev.godwit.local.trace;

import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** A trace as people read it: a line for each step, then its ids and positions. Stateless. */
final class TraceText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private TraceText() {}

  /**
   * Prints it.
   *
   * @param noun the record in the singular
   * @param zone zone of the times
   */
  static void print(Trace trace, String noun, PrintWriter out, ZoneId zone) {
    out.println(
        "%s of customer %s, run %d (%s, begun %s)"
            .formatted(
                noun + " " + trace.id(),
                trace.customer(),
                trace.run(),
                trace.kind().toLowerCase(Locale.ROOT),
                TIME.format(trace.startedAt().atZone(zone))));
    out.println();
    trace.steps().forEach(step -> print(step, "  ", out, zone));
  }

  private static void print(TraceStep step, String indent, PrintWriter out, ZoneId zone) {
    String at = step.at() == null ? " ".repeat(23) : TIME.format(step.at().atZone(zone));
    out.println(
        "%s%s %-11s  %s  %s".formatted(indent, sign(step.outcome()), step.name(), at, step.text()));
    if (!step.facts().isEmpty()) {
      StringBuilder facts = new StringBuilder();
      step.facts()
          .forEach(
              (name, value) ->
                  facts.append(facts.isEmpty() ? "" : "  ").append(name).append('=').append(value));
      out.println(indent + "    " + facts);
    }
    values(step.values(), indent + "    ", out);
    step.items().forEach(item -> print(item, indent + "    ", out, zone));
  }

  private static void values(Map<String, Object> values, String indent, PrintWriter out) {
    values.forEach((name, value) -> value(name, value, indent, out));
  }

  private static void value(String name, Object value, String indent, PrintWriter out) {
    switch (value) {
      case Map<?, ?> map -> {
        out.println(indent + name + ":");
        map.forEach((key, one) -> value(String.valueOf(key), one, indent + "  ", out));
      }
      case Iterable<?> list -> {
        int number = 0;
        for (Object one : list) {
          number++;
          value(name + " " + number, one, indent, out);
        }
      }
      case null -> out.println(indent + name + ": NULL");
      default -> out.println(indent + name + ": " + value);
    }
  }

  private static String sign(TraceStep.Outcome outcome) {
    return switch (outcome) {
      case FOUND, RELEASED -> "+";
      case QUARANTINED, GONE -> "x";
      case NONE -> "-";
      case LIMIT, UNREACHABLE -> "!";
    };
  }
}
