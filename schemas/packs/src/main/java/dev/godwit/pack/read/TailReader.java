package dev.godwit.pack.read;

import dev.godwit.pack.TailSource;
import dev.godwit.pack.read.SqlReader.Shape;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** Reads how a table of engagements is followed. */
final class TailReader {
  private static final List<String> KEYS =
      List.of("horizon", "settle", "behind", "every", "rows-per-second");

  private final YamlFile file;
  private final SqlReader sql;

  TailReader(YamlFile file, SqlReader sql) {
    this.file = file;
    this.sql = sql;
  }

  /** The tail; not to be used where there are findings. */
  TailSource read(Node node) {
    YamlMapping tail = YamlMapping.closed(file, node, "tail", KEYS);
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
