package dev.godwit.pack.read;

import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.Install;
import dev.godwit.pack.LiveSource;
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
      List.of(
          "query", "key", "fields", "queries", "merge", "merge-key", CandidatesReader.CANDIDATES);

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
    read.values().forEach(this::lists);
    Map<Entity, SourceEntity> ordered = new LinkedHashMap<>();
    graph.order(file.findings()).forEach(entity -> ordered.put(entity, read.get(entity)));
    return ordered;
  }

  /** The rows of an entity are ordered by one field that refers to it, which is no list. */
  private void lists(SourceEntity entity) {
    entity
        .fields()
        .forEach(
            (name, field) -> {
              if (field.type() == FieldType.LIST && entity.entity().equals(field.references())) {
                file.findings()
                    .add(
                        field.at(),
                        "a list of references to another entity as '" + name + "'",
                        "to " + entity.entity().text() + " itself",
                        "read the references as an entity of their own");
              }
            });
  }

  private SourceEntity entity(Entity entity, Node node, ReferenceGraph graph) {
    String what = entity.text();
    YamlMapping mapping = YamlMapping.closed(file, node, what, ENTITY_KEYS);
    List<SourceQuery> queries = new SourceQueriesReader(file, sql).read(entity, mapping, graph);
    SourceEntity read =
        new CandidatesReader(file, environment)
            .read(new MergeReader(file).read(entity, mapping, queries), mapping);
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
    if (entity.merges() || entity.queries().size() > 1) {
      file.findings()
          .add(
              own.getFirst().at(),
              "no reference of " + what + " to itself where rows merge or have several queries",
              "one",
              "write 'merge: none', or join the queries by 'union all' in one");
    }
  }
}
