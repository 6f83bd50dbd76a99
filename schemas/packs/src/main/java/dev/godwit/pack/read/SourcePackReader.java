package dev.godwit.pack.read;

import dev.godwit.pack.CanonicalFields;
import dev.godwit.pack.CanonicalFields.Kind;
import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.LiveSource;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceField;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.Sql;
import dev.godwit.pack.read.SqlReader.Shape;
import dev.godwit.records.Entity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

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
          "live");
  private static final List<String> ENTITY_KEYS = List.of("query", "key", "fields");
  private static final List<String> FIELD_KEYS = List.of("column", "split");

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
    Map<Entity, SourceEntity> entities = new TreeMap<>();
    EntitiesReader.read(file, pack)
        .forEach((entity, node) -> entities.put(entity, entity(entity, node)));
    LiveSource live = new LiveSourceReader(file, sql).read(pack);
    return new SourcePack(
        name, fingerprint, database, customers, freeze, thaw, isFrozen, entities, live);
  }

  private SourceEntity entity(Entity entity, Node node) {
    String what = EntitiesReader.name(entity);
    YamlMapping mapping = YamlMapping.closed(file, node, what, ENTITY_KEYS);
    Sql query = sql.required(mapping, "query", Shape.QUERY);
    List<YamlMapping.Entry> key = mapping.requiredTexts("key");
    Map<String, SourceField> fields = new LinkedHashMap<>();
    Node fieldsNode = mapping.required("fields");
    if (fieldsNode != null) {
      fields(entity, fieldsNode, fields);
    }
    return new SourceEntity(
        entity,
        query,
        key.stream().map(YamlMapping.Entry::key).toList(),
        fields,
        key.stream().map(YamlMapping.Entry::at).toList());
  }

  private void fields(Entity entity, Node node, Map<String, SourceField> fields) {
    Map<String, Kind> known = CanonicalFields.ofSource(entity);
    String what = "the fields of " + EntitiesReader.name(entity);
    YamlMapping mapping = YamlMapping.open(file, node, what);
    for (YamlMapping.Entry entry : mapping.entries()) {
      if (!known.containsKey(entry.key())) {
        file.findings()
            .unknown(
                entry.at(),
                "a canonical field of " + EntitiesReader.name(entity),
                known.keySet(),
                entry.key());
        continue;
      }
      SourceField field = field(entry, known.get(entry.key()) == Kind.LIST);
      if (field != null) {
        fields.put(entry.key(), field);
      }
    }
    if (node instanceof MappingNode) {
      CanonicalFields.required(entity).forEach(mapping::required);
    }
  }

  private SourceField field(YamlMapping.Entry entry, boolean list) {
    if (entry.value() instanceof ScalarNode scalar) {
      if (scalar.getValue().isEmpty()) {
        file.findings().add(entry.at(), "a column for '" + entry.key() + "'", "nothing", "name it");
        return null;
      }
      return new SourceField(scalar.getValue(), null, file.at(scalar));
    }
    YamlMapping field =
        YamlMapping.closed(file, entry.value(), "'" + entry.key() + "'", FIELD_KEYS);
    String column = field.requiredText("column");
    String split = field.text("split");
    if (!list && split != null) {
      file.findings()
          .add(
              field.at("split"),
              "'split' with a list field only",
              "it with '" + entry.key() + "', which is one value",
              "remove it");
    }
    return new SourceField(column, split, field.at("column"));
  }
}
