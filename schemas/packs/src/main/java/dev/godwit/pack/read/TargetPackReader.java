package dev.godwit.pack.read;

import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.IdKind;
import dev.godwit.pack.Identifiers;
import dev.godwit.pack.Install;
import dev.godwit.pack.PointSql;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.read.SqlReader.Shape;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads a target pack. */
final class TargetPackReader {
  private static final List<String> KEYS =
      List.of(
          "pack",
          "kind",
          "database",
          "schemas",
          "prepare",
          "enable",
          "disable",
          "is-enabled",
          "purge",
          "addresses",
          "merge",
          "entities",
          "before-load",
          "after-load",
          "before-enable",
          "install",
          "installed",
          "uninstall");
  private static final List<String> ENTITY_KEYS = List.of("id", "fields", "tables");

  private final YamlFile file;
  private final UnaryOperator<String> environment;
  private final SqlReader sql;
  private final TargetFields fields;
  private final TargetTableReader tables;

  TargetPackReader(YamlFile file, UnaryOperator<String> environment) {
    this.file = file;
    this.environment = environment;
    this.sql = new SqlReader(file);
    this.fields = new TargetFields(file);
    this.tables = new TargetTableReader(file, sql, fields);
  }

  /** The pack; not to be used where there are findings. */
  TargetPack read(Node root, String fingerprint) {
    YamlMapping pack = YamlMapping.closed(file, root, "a target pack", KEYS);
    String name = PackReader.name(file, pack);
    DatabaseSettings database = new DatabaseReader(file, environment).read(pack);
    Node schemasNode = pack.required("schemas");
    String live = null;
    String staging = null;
    if (schemasNode != null) {
      YamlMapping schemas =
          YamlMapping.closed(file, schemasNode, "schemas", List.of("live", "staging"));
      live = schema(schemas, "live");
      staging = schema(schemas, "staging");
      if (live != null && live.equals(staging)) {
        file.findings()
            .add(
                schemas.at("staging"),
                "a staging schema of its own",
                "'" + staging + "', which is the live one",
                "make a second schema with the same tables, so that a rehearsal touches nothing");
      }
    }
    Sql prepare = inBothSchemas(sql.required(pack, "prepare", Shape.STATEMENTS), "prepare");
    Sql enable = sql.required(pack, "enable", Shape.STATEMENTS);
    Sql disable = sql.required(pack, "disable", Shape.STATEMENTS);
    Sql isEnabled = sql.required(pack, "is-enabled", Shape.QUERY);
    List<Sql> purge = purge(pack);
    PointSql points = new PointSqlReader(file, sql).read(pack);
    Install install = new InstallReader(file, sql).read(pack);
    new LiveSchemaNames(file.findings(), live).check(points, install);
    Map<Entity, IdKind> ids = new LinkedHashMap<>();
    List<TargetTable> all = entities(pack, ids);
    return new TargetPack(
        name,
        fingerprint,
        database,
        live,
        staging,
        prepare,
        enable,
        disable,
        isEnabled,
        purge,
        all,
        ids,
        fields.declared(),
        ContactRulesReader.read(file, pack),
        points,
        install);
  }

  /** Tables of all entities, those of an entity behind those of the entities that it refers to. */
  private List<TargetTable> entities(YamlMapping pack, Map<Entity, IdKind> ids) {
    Map<Entity, YamlMapping> mappings = new LinkedHashMap<>();
    EntitiesReader.read(file, pack)
        .forEach(
            (entity, node) -> {
              YamlMapping mapping = YamlMapping.closed(file, node, entity.text(), ENTITY_KEYS);
              fields.read(entity, mapping.node("fields"));
              mappings.put(entity, mapping);
            });
    List<TargetTable> read = new ArrayList<>();
    mappings.forEach((entity, mapping) -> entity(entity, mapping, ids, read));
    ReferenceGraph graph = new ReferenceGraph();
    mappings.keySet().forEach(graph::entity);
    for (TargetTable table : read) {
      table.columns().stream()
          .filter(column -> column.references() != null)
          .forEach(
              column ->
                  graph.reference(table.entity(), column.references(), column.name(), column.at()));
    }
    List<TargetTable> ordered = new ArrayList<>();
    for (Entity entity : graph.order(file.findings())) {
      read.stream()
          .filter(table -> table.entity().equals(entity))
          .forEach(table -> ordered.add(table.at(ordered.size())));
    }
    return ordered;
  }

  private String schema(YamlMapping schemas, String key) {
    String name = schemas.requiredText(key);
    if (name != null && !Identifiers.isSimple(name)) {
      file.findings()
          .add(
              schemas.at(key),
              "a schema's name of letters, digits and _",
              "something else",
              "rename the schema");
    }
    return name;
  }

  private List<Sql> purge(YamlMapping pack) {
    List<Sql> purge = new ArrayList<>();
    Node node = pack.required("purge");
    if (node == null) {
      return purge;
    }
    List<Node> items = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
    if (items.isEmpty()) {
      file.findings()
          .add(
              file.at(node),
              "at least one statement in 'purge'",
              "none",
              "add one a table, children first");
    }
    for (Node item : items) {
      Sql statement = inBothSchemas(sql.read(item, "'purge'", Shape.STATEMENTS), "purge");
      if (statement != null) {
        purge.add(statement);
      }
    }
    return purge;
  }

  private Sql inBothSchemas(Sql statement, String key) {
    if (statement != null && !statement.text().contains("{schema}")) {
      file.findings()
          .add(
              statement.positionOf(0),
              "the placeholder {schema} in '" + key + "'",
              "none",
              "write {schema}.TABLE, so that a rehearsal leaves the live schema alone");
    }
    return statement;
  }

  private void entity(
      Entity entity, YamlMapping mapping, Map<Entity, IdKind> ids, List<TargetTable> all) {
    String id = mapping.requiredText("id");
    if ("derived".equals(id) || "kept".equals(id)) {
      ids.put(entity, id.equals("kept") ? IdKind.KEPT : IdKind.DERIVED);
    } else if (id != null) {
      file.findings()
          .unknown(mapping.at("id"), "a way to make ids", List.of("derived", "kept"), id);
    }
    Node tablesNode = mapping.required("tables");
    if (tablesNode == null) {
      return;
    }
    if (!(tablesNode instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
      file.findings()
          .add(
              file.at(tablesNode),
              "a list of tables",
              YamlFile.describe(tablesNode),
              "write '- table: NAME'");
      return;
    }
    List<TargetTable> own = new ArrayList<>();
    for (Node table : sequence.getValue()) {
      TargetTable read = tables.read(entity, table, all.size() + own.size());
      checkOrder(entity, read, own);
      boolean twice =
          read.name() != null
              && (all.stream().anyMatch(t -> read.name().equals(t.name()))
                  || own.stream().anyMatch(t -> read.name().equals(t.name())));
      if (twice) {
        file.findings()
            .add(read.at(), "each table once", "'" + read.name() + "' again", "remove one of them");
      }
      own.add(read);
    }
    all.addAll(own);
  }

  private void checkOrder(Entity entity, TargetTable table, List<TargetTable> before) {
    String what = EntitiesReader.name(entity);
    if (before.isEmpty() && !table.hasEveryRecord()) {
      boolean each = table.each() != null;
      file.findings()
          .add(
              table.at(),
              "the table with one row a record first in " + what,
              "a table with " + (each ? "'each'" : "'when'"),
              "move the table without " + (each ? "'each'" : "'when'") + " to the top");
    } else if (entity.equals(Entity.ENGAGEMENTS) && !table.hasEveryRecord()) {
      file.findings()
          .add(
              table.at(),
              "tables with one row a record only in " + what,
              "a table with " + (table.each() != null ? "'each'" : "'when'"),
              "remove it: an event may come twice with other values, live and in the snapshot, and"
                  + " is written once");
    }
  }
}
