package dev.godwit.pack.read;

import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.Install;
import dev.godwit.pack.LiveSource;
import dev.godwit.pack.Merge;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceField;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.SourceQuery;
import dev.godwit.pack.Sql;
import dev.godwit.pack.read.SqlReader.Shape;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a source pack. */
final class SourcePackReader {
  private static final List<String> KEYS =
      List.of(
          "pack",
          "kind",
          "database",
          "customers",
          "freeze",
          "thaw",
          "is-frozen",
          "entities",
          "live",
          "install",
          "installed",
          "uninstall");
  private static final List<String> ENTITY_KEYS =
      List.of("query", "key", "fields", "queries", "merge");

  private final YamlFile file;
  private final UnaryOperator<String> environment;
  private final SqlReader sql;

  SourcePackReader(YamlFile file, UnaryOperator<String> environment) {
    this.file = file;
    this.environment = environment;
    this.sql = new SqlReader(file);
  }

  /** The pack; not to be used where there are findings. */
  SourcePack read(Node root, String fingerprint) {
    YamlMapping pack = YamlMapping.closed(file, root, "a source pack", KEYS);
    String name = PackReader.name(file, pack);
    DatabaseSettings database = new DatabaseReader(file, environment).read(pack);
    Sql customers = sql.required(pack, "customers", Shape.QUERY_OF_ALL);
    Sql freeze = sql.required(pack, "freeze", Shape.STATEMENTS);
    Sql thaw = sql.required(pack, "thaw", Shape.STATEMENTS);
    Sql isFrozen = sql.required(pack, "is-frozen", Shape.QUERY);
    Map<Entity, SourceEntity> entities = entities(pack);
    LiveSource live = new LiveSourceReader(file, sql).read(pack, entities.get(Entity.ENGAGEMENTS));
    Install install = new InstallReader(file, sql).read(pack);
    return new SourcePack(
        name, fingerprint, database, customers, freeze, thaw, isFrozen, entities, live, install);
  }

  private Map<Entity, SourceEntity> entities(YamlMapping pack) {
    Map<Entity, SourceEntity> read = new LinkedHashMap<>();
    ReferenceGraph graph = new ReferenceGraph();
    Map<Entity, Node> nodes = EntitiesReader.read(file, pack);
    nodes.keySet().forEach(graph::entity);
    nodes.forEach((entity, node) -> read.put(entity, entity(entity, node, graph)));
    read.values().forEach(entity -> survivors(entity, read));
    Map<Entity, SourceEntity> ordered = new LinkedHashMap<>();
    graph.order(file.findings()).forEach(entity -> ordered.put(entity, read.get(entity)));
    return ordered;
  }

  /** The id of a contact that merged becomes that of its survivor, but not within a list. */
  private void survivors(SourceEntity entity, Map<Entity, SourceEntity> all) {
    entity
        .fields()
        .forEach(
            (name, field) -> {
              SourceEntity to = field.references() == null ? null : all.get(field.references());
              if (field.type() == FieldType.LIST && entity.equals(to)) {
                file.findings()
                    .add(
                        field.at(),
                        "a list of references to another entity as '" + name + "'",
                        "to " + to.entity().text() + " itself",
                        "read the references as an entity of their own");
              } else if (field.type() == FieldType.LIST && to != null && to.merge() != Merge.NONE) {
                file.findings()
                    .add(
                        field.at(),
                        "a list of references to an entity that does not merge as '" + name + "'",
                        to.entity().text() + ", which merge by " + word(to.merge()),
                        "read the references as an entity of their own with a contactId, or set"
                            + " 'merge: none' in "
                            + to.entity().text());
              }
            });
  }

  private static String word(Merge merge) {
    return merge.name().toLowerCase(Locale.ROOT);
  }

  private SourceEntity entity(Entity entity, Node node, ReferenceGraph graph) {
    String what = EntitiesReader.name(entity);
    YamlMapping mapping = YamlMapping.closed(file, node, what, ENTITY_KEYS);
    List<SourceQuery> queries = new SourceQueriesReader(file, sql).read(entity, mapping, graph);
    Merge merge = merge(entity, mapping);
    if (merge != Merge.NONE && queries.size() > 1) {
      file.findings()
          .add(
              mapping.at("queries"),
              "one query of " + entity.text() + ", because they merge",
              queries.size() + " queries",
              "join them by 'union all' in one query, or write 'merge: none'");
    }
    SourceEntity read = new SourceEntity(entity, queries, merge);
    checkTree(read);
    return read;
  }

  /** Rows that refer to others of their entity are loaded behind those, in one order. */
  private void checkTree(SourceEntity entity) {
    List<SourceField> own = new ArrayList<>();
    entity
        .fields()
        .forEach(
            (name, field) -> {
              if (entity.entity().equals(entity.references(name))
                  && entity.type(name) != FieldType.LIST) {
                own.add(field);
              }
            });
    if (own.isEmpty()) {
      return;
    }
    String what = entity.entity().text();
    if (own.size() > 1) {
      file.findings()
          .add(
              own.get(1).at(),
              "one field of " + what + " that refers to " + what,
              own.size() + " fields",
              "declare the others with 'type: text'");
    }
    if (entity.merge() != Merge.NONE || entity.queries().size() > 1) {
      file.findings()
          .add(
              own.getFirst().at(),
              "no reference of " + what + " to itself where rows merge or have several queries",
              "one",
              "write 'merge: none', or join the queries by 'union all' in one");
    }
  }

  private Merge merge(Entity entity, YamlMapping mapping) {
    String rule = mapping.text("merge");
    if (rule == null) {
      return SourceEntity.mergeOf(entity);
    }
    List<String> rules =
        entity.equals(Entity.CONTACTS) ? List.of("address", "none") : List.of("none");
    if (!rules.contains(rule)) {
      file.findings()
          .unknown(mapping.at("merge"), "a rule for merging " + entity.text(), rules, rule);
    }
    return rule.equals("address") ? Merge.ADDRESS : Merge.NONE;
  }
}
