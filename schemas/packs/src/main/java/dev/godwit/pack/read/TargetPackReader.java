package dev.godwit.pack.read;

import dev.godwit.pack.Account;
import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.ForeignKeyChecks;
import dev.godwit.pack.IdKind;
import dev.godwit.pack.Identifiers;
import dev.godwit.pack.Install;
import dev.godwit.pack.PointSql;
import dev.godwit.pack.Probes;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.identity.CustomerSql;
import dev.godwit.pack.read.SqlReader.Shape;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
          "foreign-keys",
          "account",
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
          "uninstall",
          "probes");
  private static final Map<String, IdKind> ID_KINDS =
      new TreeMap<>(
          Map.of(
              "derived",
              IdKind.DERIVED,
              "generated",
              IdKind.GENERATED,
              "kept",
              IdKind.KEPT,
              "looked-up",
              IdKind.LOOKED_UP));
  private static final List<String> ENTITY_KEYS = List.of("id", "sequence", "fields", "tables");

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
    Account account = new AccountReader(file, sql).read(pack);
    Sql enable = sql.required(pack, "enable", Shape.STATEMENTS);
    Sql disable = sql.required(pack, "disable", Shape.STATEMENTS);
    Sql isEnabled = sql.required(pack, "is-enabled", Shape.QUERY);
    PurgeReader purge = new PurgeReader(file, sql);
    purge.read(pack);
    PointSql points = new PointSqlReader(file, sql).read(pack);
    Install install = new InstallReader(file, sql).read(pack);
    Probes probes = new ProbesReader(file, sql).read(pack);
    new LiveSchemaNames(file.findings(), live).check(points, install, probes);
    Map<Entity, IdKind> ids = new LinkedHashMap<>();
    Map<Entity, String> sequences = new LinkedHashMap<>();
    List<TargetTable> all = entities(pack, ids, sequences);
    requireAccount(account, all);
    TargetPack read =
        new TargetPack(
            name,
            fingerprint,
            database,
            live,
            staging,
            prepare,
            enable,
            disable,
            isEnabled,
            List.of(),
            all,
            ids,
            fields.declared(),
            ContactRulesReader.read(file, pack),
            account,
            sequences,
            points,
            install,
            probes,
            foreignKeys(pack));
    return file.findings().size() > 0 ? read : complete(read, purge);
  }

  /** The pack with the statements that it leaves to Godwit. */
  private static TargetPack complete(TargetPack pack, PurgeReader purge) {
    return pack.withPurge(purge.statements(pack))
        .withTables(
            pack.tables().stream().map(table -> CustomerSql.complete(pack, table)).toList());
  }

  private void requireAccount(Account account, List<TargetTable> tables) {
    if (account != null) {
      return;
    }
    for (TargetTable table : tables) {
      for (TargetColumn column : table.columns()) {
        if (TargetColumn.ACCOUNT.equals(column.value())) {
          file.findings()
              .add(
                  column.at(),
                  "'account' in the pack, which says how a customer's account is found",
                  "the value 'account' without it",
                  "write 'account: select id from {schema}.TABLE where … = :customer', or give the accounts under 'account: {given: …}'");
        }
      }
    }
  }

  /** Tables of all entities, those of an entity behind those of the entities that it refers to. */
  private List<TargetTable> entities(
      YamlMapping pack, Map<Entity, IdKind> ids, Map<Entity, String> sequences) {
    Map<Entity, YamlMapping> mappings = new LinkedHashMap<>();
    EntitiesReader.read(file, pack)
        .forEach(
            (entity, node) -> {
              YamlMapping mapping = YamlMapping.closed(file, node, entity.text(), ENTITY_KEYS);
              fields.read(entity, mapping.node("fields"));
              mappings.put(entity, mapping);
            });
    List<TargetTable> read = new ArrayList<>();
    mappings.forEach(
        (entity, mapping) -> {
          entity(entity, mapping, ids, read);
          sequence(entity, mapping, ids.get(entity), sequences);
        });
    OwnReferences.check(read, file.findings());
    ReferenceGraph graph = new ReferenceGraph();
    mappings.keySet().forEach(graph::entity);
    for (TargetTable table : read) {
      table.columns().stream()
          .filter(column -> column.references() != null)
          .forEach(
              column ->
                  graph.reference(table.entity(), column.references(), column.name(), column.at()));
    }
    read.forEach(table -> requireId(table, read, ids));
    List<TargetTable> ordered = new ArrayList<>();
    for (Entity entity : graph.order(file.findings())) {
      read.stream()
          .filter(table -> table.entity().equals(entity))
          .forEach(table -> ordered.add(table.at(ordered.size())));
    }
    return ordered;
  }

  private ForeignKeyChecks foreignKeys(YamlMapping pack) {
    String word = pack.text("foreign-keys");
    if (word != null && ForeignKeyChecks.of(word).isEmpty()) {
      file.findings()
          .unknown(
              pack.at("foreign-keys"), "a check of foreign keys", ForeignKeyChecks.texts(), word);
    }
    return ForeignKeyChecks.of(word).orElse(ForeignKeyChecks.BY_DATABASE);
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

  private Sql inBothSchemas(Sql statement, String key) {
    if (statement != null) {
      sql.requireSchema(statement, key);
    }
    return statement;
  }

  private void entity(
      Entity entity, YamlMapping mapping, Map<Entity, IdKind> ids, List<TargetTable> all) {
    String id = mapping.requiredText("id");
    if (ID_KINDS.containsKey(id)) {
      ids.put(entity, ID_KINDS.get(id));
    } else if (id != null) {
      file.findings()
          .unknown(mapping.at("id"), "a way to make ids", List.copyOf(ID_KINDS.keySet()), id);
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
      requireOnce(read, all);
      requireOnce(read, own);
      own.add(read);
    }
    if (ids.get(entity) == IdKind.LOOKED_UP && entity.equals(Entity.ENGAGEMENTS)) {
      file.findings()
          .add(
              mapping.at("id"),
              "engagements that Godwit writes: derived, generated or kept ids",
              "'looked-up'",
              "take one of them");
    }
    if (ids.get(entity) == IdKind.LOOKED_UP && !own.isEmpty()) {
      requireLookup(own.getFirst());
    }
    all.addAll(own);
  }

  /** Rows of a table that stands twice in a pack are told apart by godwit.identity alone. */
  private void requireOnce(TargetTable table, List<TargetTable> before) {
    for (TargetTable other : before) {
      boolean twice = table.name() != null && table.name().equals(other.name());
      boolean apart =
          table.isOwnedByIdentity()
              && other.isOwnedByIdentity()
              && !table.entity().equals(other.entity());
      if (twice && !apart) {
        file.findings()
            .add(
                table.at(),
                "each table once, or 'customer: identity' wherever it stands",
                "'" + table.name() + "' again",
                "remove one of them, or have two entities of one table found by godwit.identity");
      }
    }
  }

  /** Of a row that is looked up, nothing is written: its columns say how it is found. */
  private void requireLookup(TargetTable table) {
    for (TargetColumn column : table.columns()) {
      boolean id = TargetColumn.ID.equals(column.value());
      boolean inKey = table.key().contains(column.name());
      boolean owner = column.name().equals(table.customerColumn());
      if (id == inKey && !owner) {
        file.findings()
            .add(
                column.at(),
                "the id and the columns of the natural key in a table whose rows are looked up",
                id ? "the id in the key" : "'" + column.name() + "', which is neither",
                id
                    ? "take the columns by which the row is found as 'key'"
                    : "remove it, or add it to the key: Godwit does not write the row");
      }
    }
  }

  private void sequence(
      Entity entity, YamlMapping mapping, IdKind kind, Map<Entity, String> sequences) {
    String name = mapping.text("sequence");
    if (name == null) {
      return;
    }
    if (kind != IdKind.GENERATED) {
      file.findings()
          .add(
              mapping.at("sequence"),
              "'sequence' with 'id: generated' only",
              "it with another id",
              "remove it");
    } else if (!Identifiers.isSimple(name)) {
      file.findings()
          .add(
              mapping.at("sequence"),
              "a sequence's name of letters, digits and _, without a schema",
              "'" + name + "'",
              "write the name alone; the schema comes from 'schemas'");
    }
    sequences.put(entity, name);
  }

  /** A row has no id of its own where nothing needs it: its key is made of what it refers to. */
  private void requireId(TargetTable table, List<TargetTable> all, Map<Entity, IdKind> ids) {
    if (table.idColumn() != null || table.each() != null) {
      return;
    }
    Entity entity = table.entity();
    IdKind kind = ids.get(entity);
    boolean pointedTo =
        all.stream()
            .flatMap(one -> one.columns().stream())
            .anyMatch(column -> entity.equals(column.references()));
    boolean several = all.stream().filter(one -> one.entity().equals(entity)).count() > 1;
    if (entity.equals(Entity.ENGAGEMENTS)
        || pointedTo
        || several
        || table.isOwnedByIdentity()
        || (kind != null && kind.isMapped())) {
      file.findings()
          .add(
              table.at(),
              "a column with the value 'id'",
              "none",
              "add the column that holds the record's id; only a table to which nothing refers needs none");
    }
  }

  private void checkOrder(Entity entity, TargetTable table, List<TargetTable> before) {
    String what = entity.text();
    TargetColumn via = table.via() == null ? null : table.column(table.via());
    if (before.isEmpty() && via != null && TargetColumn.ID.equals(via.value())) {
      file.findings()
          .add(
              table.at(),
              "'customer: {via: …}' with a column that points to another table in the first table of "
                  + what,
              "the table's own id",
              "name a column with ref(ENTITY, FIELD), or write 'customer: identity'");
    }
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
