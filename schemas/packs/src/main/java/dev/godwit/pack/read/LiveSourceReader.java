package dev.godwit.pack.read;

import dev.godwit.pack.LiveSource;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceQuery;
import dev.godwit.pack.Sql;
import dev.godwit.pack.read.SqlReader.Shape;
import java.util.List;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the part of a source pack about live engagement. */
final class LiveSourceReader {
  private static final List<String> KEYS = List.of("tail", "return", "holds");

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
    if (tail != null && engagements != null) {
      requireOneTail(live, engagements);
    }
    Sql giveBack =
        sql.optionalEvent(live, "return", engagements == null ? List.of() : engagements.declared());
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
    return new LiveSource(
        tail == null ? null : new TailReader(file, sql).read(tail), giveBack, holds);
  }

  /** A tail of the pack follows the only query, which has none of its own. */
  private void requireOneTail(YamlMapping live, SourceEntity engagements) {
    List<SourceQuery> queries = engagements.queries();
    if (queries.size() == 1 && queries.getFirst().tail() == null) {
      return;
    }
    file.findings()
        .add(
            live.at("tail"),
            "one query of engagements for the tail of 'live' to follow",
            queries.stream()
                .map(query -> query.words() + (query.tail() == null ? "" : " with its own tail"))
                .collect(Collectors.joining(", ")),
            "move the tail into each query of engagements: each follows its own key");
  }
}
