package dev.godwit.pack.read;

import dev.godwit.pack.LiveSource;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceQuery;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TailSource;
import dev.godwit.pack.read.SqlReader.Shape;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the part of a source pack about live engagement. */
final class LiveSourceReader {
  private static final List<String> KEYS = List.of("tail", "return", "holds");
  private static final List<String> TAIL_KEYS =
      List.of("horizon", "settle", "behind", "every", "rows-per-second");

  private final YamlFile file;
  private final SqlReader sql;

  LiveSourceReader(YamlFile file, SqlReader sql) {
    this.file = file;
    this.sql = sql;
  }

  /**
   * The part under {@code live}; not to be used where there are findings.
   *
   * @param engagements null where the pack has none, which is a finding already
   */
  LiveSource read(YamlMapping pack, SourceEntity engagements) {
    Node node = pack.node("live");
    if (node == null) {
      return LiveSource.NONE;
    }
    YamlMapping live = YamlMapping.closed(file, node, "live", KEYS);
    Node tail = live.node("tail");
    if (tail != null && engagements != null && engagements.queries().size() > 1) {
      file.findings()
          .add(
              live.at("tail"),
              "one query of engagements, because a tail follows the key of one",
              engagements.queries().size()
                  + " queries: "
                  + engagements.queries().stream()
                      .map(SourceQuery::name)
                      .filter(Objects::nonNull)
                      .collect(Collectors.joining(", ")),
              "join them by 'union all' under one key of whole numbers, or remove the tail and let"
                  + " the freeze stop engagements too");
    }
    Sql giveBack = sql.optional(live, "return", Shape.EVENT);
    Sql holds = sql.optional(live, "holds", Shape.EVENT_ID);
    if (live.has("return") != live.has("holds")) {
      String there = live.has("return") ? "return" : "holds";
      file.findings()
          .add(
              live.at(there),
              "'return' and 'holds' together",
              "only '" + there + "'",
              "add the other one: an event that is there already is distinguished from one that"
                  + " cannot be");
    }
    return new LiveSource(tail == null ? null : tail(tail), giveBack, holds);
  }

  private TailSource tail(Node node) {
    YamlMapping tail = YamlMapping.closed(file, node, "tail", TAIL_KEYS);
    Long behind = tail.number("behind");
    Long rows = tail.number("rows-per-second");
    return new TailSource(
        sql.required(tail, "horizon", Shape.QUERY_OF_ALL),
        duration(tail, "settle", TailSource.SETTLE),
        behind == null ? 0 : behind,
        duration(tail, "every", TailSource.EVERY),
        rows == null ? TailSource.ROWS_PER_SECOND : Math.toIntExact(rows));
  }

  private Duration duration(YamlMapping mapping, String key, Duration otherwise) {
    String text = mapping.text(key);
    if (text == null) {
      return otherwise;
    }
    try {
      Duration duration = Duration.parse(text);
      if (duration.isPositive() && duration.compareTo(Duration.ofDays(1)) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // Said below.
    }
    file.findings()
        .add(
            mapping.at(key),
            "a duration of ISO 8601 above 0 and up to a day as '" + key + "'",
            "'" + text + "'",
            "write one, such as PT1S or PT0.5S");
    return otherwise;
  }
}
