package dev.godwit.pack.read;

import dev.godwit.pack.CanonicalFields;
import dev.godwit.pack.EntityField;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.ReservedFields;
import dev.godwit.records.Entity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The fields that the columns of a target pack can take values from: the canonical ones of each
 * entity, and those that the pack declares. Not thread-safe.
 */
final class TargetFields {
  private static final List<String> KEYS = List.of("type", "references");

  private final YamlFile file;
  private final Map<Entity, Map<String, EntityField>> declared = new LinkedHashMap<>();

  TargetFields(YamlFile file) {
    this.file = file;
  }

  /** Reads what an entity declares under {@code fields}; null declares nothing. */
  void read(Entity entity, Node node) {
    Map<String, EntityField> fields = new LinkedHashMap<>();
    if (node != null) {
      YamlMapping mapping = YamlMapping.open(file, node, "the fields of " + entity.text());
      for (YamlMapping.Entry entry : mapping.entries()) {
        if (entity.equals(Entity.ENGAGEMENTS) && CanonicalFields.isOfLiveEvents(entry.key())) {
          file.findings()
              .add(
                  entry.at(),
                  "a field of engagements whose name means nothing else in live events",
                  "'" + entry.key() + "'",
                  "rename it in both packs: live events could not carry it");
          continue;
        }
        if (CanonicalFields.ofTarget(entity).containsKey(entry.key())
            || ReservedFields.OF_COLUMNS.contains(entry.key())) {
          file.findings()
              .add(
                  entry.at(),
                  "a field that Godwit does not know",
                  "'" + entry.key() + "'",
                  "remove it: its type is known");
          continue;
        }
        fields.put(entry.key(), field(entry));
      }
    }
    declared.put(entity, fields);
  }

  private EntityField field(YamlMapping.Entry entry) {
    if (entry.value() instanceof ScalarNode scalar) {
      return new EntityField(type(scalar.getValue(), entry));
    }
    YamlMapping mapping = YamlMapping.closed(file, entry.value(), "'" + entry.key() + "'", KEYS);
    String to = mapping.text("references");
    if (to == null) {
      String type = mapping.requiredText("type");
      return new EntityField(type == null ? FieldType.TEXT : type(type, entry));
    }
    if (!Entity.isName(to)) {
      file.findings()
          .add(
              mapping.at("references"),
              "the name of an entity of the pack",
              "'" + to + "'",
              "name the entity whose ids the field holds");
      return new EntityField(FieldType.ID);
    }
    String type = mapping.text("type");
    if (type != null && !type.equals(FieldType.LIST.text())) {
      file.findings()
          .add(
              mapping.at("type"),
              "no type beside 'references', or 'list' for several of them",
              "'" + type + "'",
              "remove it");
    }
    return new EntityField(type == null ? FieldType.ID : FieldType.LIST, Entity.valueOf(to));
  }

  private FieldType type(String name, YamlMapping.Entry entry) {
    return FieldType.ofName(name)
        .orElseGet(
            () -> {
              file.findings().unknown(file.at(entry.value()), "a type", FieldType.names(), name);
              return FieldType.TEXT;
            });
  }

  /** Fields of an entity with their types. */
  Map<String, FieldType> of(Entity entity) {
    return CanonicalFields.ofTarget(entity, declared.getOrDefault(entity, Map.of()));
  }

  /** Entity whose ids a field holds; null where it is no reference. */
  Entity parent(Entity entity, String field) {
    Entity canonical = CanonicalFields.parent(entity, field);
    EntityField own = declared.getOrDefault(entity, Map.of()).get(field);
    return canonical != null || own == null ? canonical : own.references();
  }

  /** Fields that hold ids of another entity. */
  List<String> references(Entity entity) {
    return of(entity).keySet().stream().filter(field -> parent(entity, field) != null).toList();
  }

  /** The fields that the pack declares, by entity. */
  Map<Entity, Map<String, EntityField>> declared() {
    return declared;
  }
}
