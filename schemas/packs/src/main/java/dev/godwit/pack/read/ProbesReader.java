package dev.godwit.pack.read;

import dev.godwit.pack.BoundSql;
import dev.godwit.pack.Probe;
import dev.godwit.pack.Probes;
import dev.godwit.pack.Sql;
import dev.godwit.pack.read.SqlReader.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the queries by which the speed of the target's pages is measured. */
final class ProbesReader {
  private static final List<String> KEYS = List.of("measure", "pages");
  private static final List<String> MEASURE_KEYS = List.of("name", "query");
  private static final List<String> PAGE_KEYS =
      List.of("name", "query", "draw", "limit-millis", "timeout-millis", "draws", "runs");

  /** Pages take time while a customer is frozen, and their results have to fit into an event. */
  private static final int MOST_PAGES = 20;

  private static final Pattern PAGE_NAME = Pattern.compile("[a-z][a-z0-9-]{0,59}");
  private static final Pattern MEASURE_NAME = Pattern.compile("[a-z][a-z0-9 -]{0,39}");
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int LONGEST_TIMEOUT_MILLIS = 60_000;
  private static final int DRAWS = 20;
  private static final int DRAWS_OF_ONE = 5;
  private static final int MOST_DRAWS = 200;
  private static final int RUNS = 5;
  private static final int MOST_RUNS = 50;

  private final YamlFile file;
  private final SqlReader sql;

  ProbesReader(YamlFile file, SqlReader sql) {
    this.file = file;
    this.sql = sql;
  }

  /** The probes; {@link Probes#NONE} where the pack has none. */
  Probes read(YamlMapping pack) {
    Node node = pack.node("probes");
    if (node == null) {
      return Probes.NONE;
    }
    YamlMapping probes = YamlMapping.closed(file, node, "'probes'", KEYS);
    String measure = "";
    Sql amount = null;
    if (probes.has("measure")) {
      YamlMapping counted =
          YamlMapping.closed(file, probes.node("measure"), "'measure'", MEASURE_KEYS);
      measure =
          name(
              counted,
              MEASURE_NAME,
              "a small letter, then at most 39 small letters, digits, spaces and -");
      amount = query(counted, "query", Shape.QUERY);
    }
    return new Probes(measure, amount, pages(probes));
  }

  private List<Probe> pages(YamlMapping probes) {
    List<Probe> pages = new ArrayList<>();
    Node node = probes.required("pages");
    if (node == null) {
      return pages;
    }
    if (!(node instanceof SequenceNode list)
        || list.getValue().isEmpty()
        || list.getValue().size() > MOST_PAGES) {
      file.findings()
          .add(
              file.at(node),
              "a list of 1 to %d pages".formatted(MOST_PAGES),
              node instanceof SequenceNode other
                  ? String.valueOf(other.getValue().size())
                  : YamlFile.describe(node),
              "write '- name: NAME', with 'query' and 'limit-millis'");
      return pages;
    }
    for (Node item : list.getValue()) {
      Probe page = page(item);
      boolean named = !page.name().isEmpty();
      if (named && pages.stream().anyMatch(other -> other.name().equals(page.name()))) {
        file.findings()
            .add(
                file.at(item),
                "a name of its own for each page",
                "'" + page.name() + "' again",
                "give it another one: a waiver names it");
      }
      pages.add(page);
    }
    return pages;
  }

  private Probe page(Node item) {
    YamlMapping page = YamlMapping.closed(file, item, "a page of 'probes'", PAGE_KEYS);
    String name =
        name(page, PAGE_NAME, "a small letter, then at most 59 small letters, digits and -");
    boolean drawn = page.has("draw");
    Sql draw = drawn ? query(page, "draw", Shape.QUERY) : null;
    Sql query = query(page, "query", drawn ? Shape.PAGE : Shape.QUERY);
    page.required("limit-millis");
    int limit = number(page, "limit-millis", 1, LONGEST_TIMEOUT_MILLIS - 1);
    int timeout = number(page, "timeout-millis", TIMEOUT_MILLIS, LONGEST_TIMEOUT_MILLIS);
    if (timeout <= limit) {
      file.findings()
          .add(
              page.at(page.has("timeout-millis") ? "timeout-millis" : "limit-millis"),
              "a 'timeout-millis' above 'limit-millis'",
              "%d after a limit of %d".formatted(timeout, limit),
              "raise 'timeout-millis' to several times the limit, so that a slow page is measured");
    }
    return new Probe(
        name,
        query,
        draw,
        limit,
        timeout,
        number(page, "draws", drawn ? DRAWS : DRAWS_OF_ONE, MOST_DRAWS),
        number(page, "runs", RUNS, MOST_RUNS));
  }

  /** The name; empty where there is none that fits, which is then a finding. */
  private String name(YamlMapping mapping, Pattern form, String expected) {
    String name = mapping.requiredText("name");
    if (name != null && !form.matcher(name).matches()) {
      file.findings().add(mapping.at("name"), expected, "'" + name + "'", "give it such a name");
    }
    return name == null ? "" : name;
  }

  private Sql query(YamlMapping mapping, String key, Shape shape) {
    Sql read = sql.required(mapping, key, shape);
    if (read == null) {
      return null;
    }
    BoundSql bound = read.bind(Map.of());
    if (!bound.statement().statements().getFirst().isQuery()) {
      file.findings()
          .add(
              bound.positionOf(bound.statement().firstOffset()),
              "a query that only reads as '" + key + "'",
              "a statement that does not begin with SELECT or WITH",
              "write the SELECT of the page: a probe changes nothing");
    }
    return read;
  }

  private int number(YamlMapping mapping, String key, int standard, int most) {
    Long found = mapping.number(key);
    if (found == null) {
      return standard;
    }
    if (found > most) {
      file.findings()
          .add(
              mapping.at(key),
              "at most %d as '%s'".formatted(most, key),
              String.valueOf(found),
              "take less: a live run measures while its customer is frozen");
      return most;
    }
    return found.intValue();
  }
}
