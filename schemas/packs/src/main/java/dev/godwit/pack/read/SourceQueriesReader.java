package dev.godwit.pack.read;

import dev.godwit.pack.FieldType;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceField;
import dev.godwit.pack.SourceQuery;
import dev.godwit.pack.Sql;
import dev.godwit.pack.read.SqlReader.Shape;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads the queries of a source entity: the keys {@code query}, {@code key} and {@code fields} of
 * its one query beside its other keys, or the list {@code queries}.
 */
final class SourceQueriesReader {
  private static final String QUERIES = "queries";
  private static final List<String> SHORT = List.of("query", "key", "fields");
  private static final List<String> KEYS = List.of("name", "query", "key", "fields");
  private static final String TAIL = "tail";
  private static final List<String> KEYS_OF_ENGAGEMENTS =
      List.of("name", "query", "key", "fields", TAIL);
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,39}");

  private final YamlFile file;
  private final SqlReader sql;

  SourceQueriesReader(YamlFile file, SqlReader sql) {
    this.file = file;
    this.sql = sql;
  }

  /** The queries; not to be used where there are findings. */
  List<SourceQuery> read(Entity entity, YamlMapping mapping, ReferenceGraph graph) {
    if (!mapping.has(QUERIES)) {
      return List.of(query(entity, null, mapping, graph));
    }
    for (String key : SHORT) {
      if (mapping.has(key)) {
        file.findings()
            .add(
                mapping.at(key),
                "either '" + QUERIES + "' or '" + key + "' in " + entity.text(),
                "both",
                "move it into an item of '" + QUERIES + "'");
      }
    }
    List<SourceQuery> queries = queries(entity, mapping.node(QUERIES), graph);
    requireOneTypeAField(entity, queries);
    requireTailsForAll(entity, mapping, queries);
    return queries;
  }

  private List<SourceQuery> queries(Entity entity, Node node, ReferenceGraph graph) {
    List<SourceQuery> queries = new ArrayList<>();
    if (!(node instanceof SequenceNode list)) {
      file.findings()
          .add(
              file.at(node),
              "'" + QUERIES + "' as a list",
              YamlFile.describe(node),
              "write '- name: …' for each query");
      return queries;
    }
    for (Node item : list.getValue()) {
      YamlMapping mapping =
          YamlMapping.closed(
              file,
              item,
              "a query of " + entity.text(),
              entity.equals(Entity.ENGAGEMENTS) ? KEYS_OF_ENGAGEMENTS : KEYS);
      queries.add(query(entity, name(entity, mapping, queries), mapping, graph));
    }
    if (queries.isEmpty()) {
      file.findings()
          .add(file.at(node), "at least one item in '" + QUERIES + "'", "none", "add one");
    }
    return queries;
  }

  private String name(Entity entity, YamlMapping mapping, List<SourceQuery> before) {
    String name = mapping.requiredText("name");
    if (name != null && !NAME.matcher(name).matches()) {
      file.findings()
          .add(
              mapping.at("name"),
              "the name of a query: a small letter, then small letters, digits, _ and -, at most 40"
                  + " characters",
              "'" + name + "'",
              "rename it");
    } else if (name != null && before.stream().anyMatch(one -> name.equals(one.name()))) {
      file.findings()
          .add(
              mapping.at("name"),
              "each query of " + entity.text() + " once",
              "'" + name + "' again",
              "rename one of them");
    }
    return name;
  }

  private SourceQuery query(Entity entity, String name, YamlMapping mapping, ReferenceGraph graph) {
    Sql query = sql.required(mapping, "query", Shape.QUERY);
    List<YamlMapping.Entry> key = mapping.requiredTexts("key");
    Map<String, SourceField> fields = new LinkedHashMap<>();
    Node node = mapping.required("fields");
    if (node != null) {
      fields.putAll(new SourceFieldReader(file).read(entity, node, graph));
    }
    Node tail = name == null ? null : mapping.node(TAIL);
    return new SourceQuery(
        name,
        query,
        key.stream().map(YamlMapping.Entry::key).toList(),
        fields,
        key.stream().map(YamlMapping.Entry::at).toList(),
        tail == null ? null : new TailReader(file, sql).read(tail));
  }

  /** The rows of a query without a tail would be lost after the snapshot. */
  private void requireTailsForAll(Entity entity, YamlMapping mapping, List<SourceQuery> queries) {
    List<String> without =
        queries.stream().filter(query -> query.tail() == null).map(SourceQuery::words).toList();
    if (!without.isEmpty() && without.size() < queries.size()) {
      file.findings()
          .add(
              mapping.at(QUERIES),
              "a tail in every query of " + entity.text() + ", or in none",
              "none in " + String.join(", ", without),
              "add one: rows that the source writes after the snapshot would not be followed");
    }
  }

  /** Records of all queries have one schema. */
  private void requireOneTypeAField(Entity entity, List<SourceQuery> queries) {
    Map<String, SourceQuery> first = new LinkedHashMap<>();
    for (SourceQuery query : queries) {
      query
          .fields()
          .forEach(
              (name, field) -> {
                SourceQuery before = first.putIfAbsent(name, query);
                if (before != null) {
                  requireAsBefore(entity, name, field, before);
                }
              });
    }
  }

  private void requireAsBefore(Entity entity, String name, SourceField field, SourceQuery before) {
    SourceField as = before.fields().get(name);
    FieldType expected = SourceEntity.type(entity, name, as);
    FieldType found = SourceEntity.type(entity, name, field);
    boolean alike =
        expected == found
            && Objects.equals(as.references(), field.references())
            && Objects.equals(as.whenInvalid(), field.whenInvalid())
            && Objects.equals(as.survival(), field.survival());
    if (!alike) {
      file.findings()
          .add(
              field.at(),
              "'%s' as %s, as in %s".formatted(name, words(expected, as), before.words()),
              words(found, field),
              "declare it alike in every query of " + entity.text() + ", or rename one of them");
    }
  }

  private static String words(FieldType type, SourceField field) {
    String what =
        field.references() == null
            ? "a field of type " + type.text()
            : "a reference to " + field.references().text();
    String invalid =
        field.whenInvalid() == null ? "" : " with when-invalid " + field.whenInvalid().word();
    String survives =
        field.survival() == null ? "" : " that survives by " + field.survival().rule().text();
    return what + invalid + survives;
  }
}
