package dev.godwit.pack.read;

import dev.godwit.pack.CanonicalFields;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.ReservedFields;
import dev.godwit.pack.SourceField;
import dev.godwit.pack.WhenInvalid;
import dev.godwit.records.Entity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads the fields of a source entity: canonical ones, whose types are known, and declared ones.
 */
final class SourceFieldReader {
  private static final List<String> KEYS =
      List.of("column", "split", "type", "references", "when-invalid", SurvivalReader.SURVIVES);
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");

  private final YamlFile file;

  SourceFieldReader(YamlFile file) {
    this.file = file;
  }

  /** The fields by name, in the order of the pack; not to be used where there are findings. */
  Map<String, SourceField> read(Entity entity, Node node, ReferenceGraph graph) {
    Map<String, SourceField> fields = new LinkedHashMap<>();
    Map<String, FieldType> known = CanonicalFields.ofSource(entity);
    YamlMapping mapping = YamlMapping.open(file, node, "the fields of " + entity.text());
    for (YamlMapping.Entry entry : mapping.entries()) {
      SourceField field = field(entity, entry, known);
      if (field == null) {
        continue;
      }
      fields.put(entry.key(), field);
      Entity parent = CanonicalFields.parent(entity, entry.key());
      Entity to = parent == null ? field.references() : parent;
      if (to != null) {
        graph.reference(entity, to, entry.key(), field.at());
      }
    }
    if (node instanceof MappingNode) {
      CanonicalFields.required(entity).forEach(mapping::required);
    }
    return fields;
  }

  private SourceField field(Entity entity, YamlMapping.Entry entry, Map<String, FieldType> known) {
    String name = entry.key();
    FieldType canonical = known.get(name);
    if (entry.value() instanceof ScalarNode scalar) {
      if (scalar.getValue().isEmpty()) {
        file.findings().add(entry.at(), "a column for '" + name + "'", "nothing", "name it");
        return null;
      }
      if (canonical == null) {
        undeclared(entity, entry, known);
        return null;
      }
      return new SourceField(scalar.getValue(), null, null, null, null, file.at(scalar));
    }
    YamlMapping field = YamlMapping.closed(file, entry.value(), "'" + name + "'", KEYS);
    String column = field.requiredText("column");
    String split = field.text("split");
    FieldType type = canonical;
    if (canonical == null) {
      checkName(entry);
      type = declaredType(entity, entry, field, known);
    } else {
      refuse(field, "type", name);
      refuse(field, "references", name);
    }
    if (type != FieldType.LIST && split != null) {
      file.findings()
          .add(
              field.at("split"),
              "'split' with a list field only",
              "it with '" + name + "', which is one value",
              "remove it");
    }
    return new SourceField(
        column,
        split,
        canonical == null ? type : null,
        canonical == null ? references(field) : null,
        whenInvalid(entity, name, field, type),
        new SurvivalReader(file).read(entity, name, field, type),
        field.at("column"));
  }

  /** Ids are what records are found by, and so is an address: nothing can stand in their place. */
  private WhenInvalid whenInvalid(Entity entity, String name, YamlMapping field, FieldType type) {
    String word = field.text("when-invalid");
    WhenInvalid whenInvalid = WhenInvalid.of(word);
    if (whenInvalid == null) {
      return null;
    }
    boolean refers = field.has("references") || CanonicalFields.parent(entity, name) != null;
    if (type == FieldType.ID || refers) {
      file.findings()
          .add(
              field.at("when-invalid"),
              "'when-invalid' with a field that is no id",
              "it with '" + name + "'",
              "remove it: a record without this id is quarantined");
      return null;
    }
    boolean identifies = entity.equals(Entity.CONTACTS) && name.equals("address");
    if (whenInvalid.text() != null && (identifies || !WhenInvalid.takesValue(type))) {
      file.findings()
          .unknown(
              field.at("when-invalid"),
              "what to do with an invalid value of '" + name + "'",
              List.of(WhenInvalid.QUARANTINE, WhenInvalid.NULL),
              word);
      return null;
    }
    try {
      whenInvalid.value(type);
    } catch (IllegalArgumentException e) {
      file.findings()
          .add(
              field.at("when-invalid"),
              "quarantine, null or a value of the type " + type.text() + " for '" + name + "'",
              "'" + word + "'",
              type == FieldType.INSTANT || type == FieldType.DATE
                  ? "write such a value, in the form of ISO 8601"
                  : "write such a value");
      return null;
    }
    return whenInvalid;
  }

  /** A name without a type is more often a canonical field misspelt than a field of its own. */
  private void undeclared(Entity entity, YamlMapping.Entry entry, Map<String, FieldType> known) {
    String near = Suggestions.nearest(entry.key(), known.keySet());
    file.findings()
        .add(
            entry.at(),
            "a canonical field of "
                + entity.text()
                + " ("
                + String.join(", ", known.keySet())
                + "), or one with a type",
            "'" + entry.key() + "'",
            (near == null ? "" : "did you mean '" + near + "'? Else ")
                + "declare it: "
                + entry.key()
                + ": {column: COLUMN, type: text}");
  }

  private void checkName(YamlMapping.Entry entry) {
    if (!NAME.matcher(entry.key()).matches() || ReservedFields.OF_RECORDS.contains(entry.key())) {
      file.findings()
          .add(
              entry.at(),
              "the name of a field: a letter, then letters, digits and _, at most 63 characters,"
                  + " and none of "
                  + String.join(", ", ReservedFields.OF_RECORDS),
              "'" + entry.key() + "'",
              "rename it");
    }
  }

  private FieldType declaredType(
      Entity entity, YamlMapping.Entry entry, YamlMapping field, Map<String, FieldType> known) {
    if (field.has("references")) {
      String type = field.text("type");
      if (FieldType.LIST.text().equals(type)) {
        return FieldType.LIST;
      }
      if (type != null) {
        file.findings()
            .add(
                field.at("type"),
                "no type beside 'references', or 'list' for several of them",
                "'" + type + "'",
                "remove it");
      }
      return FieldType.ID;
    }
    if (!field.has("type")) {
      undeclared(entity, entry, known);
      return FieldType.TEXT;
    }
    String name = field.requiredText("type");
    if (name == null) {
      return FieldType.TEXT;
    }
    FieldType type = FieldType.ofName(name).orElse(null);
    if (type == null) {
      file.findings().unknown(field.at("type"), "a type", FieldType.names(), name);
      return FieldType.TEXT;
    }
    return type;
  }

  private Entity references(YamlMapping field) {
    String name = field.text("references");
    if (name == null) {
      return null;
    }
    if (!Entity.isName(name)) {
      file.findings()
          .add(
              field.at("references"),
              "the name of an entity of the pack",
              "'" + name + "'",
              "name the entity whose ids the column holds");
      return null;
    }
    return Entity.valueOf(name);
  }

  private void refuse(YamlMapping field, String key, String name) {
    if (field.has(key)) {
      file.findings()
          .add(
              field.at(key),
              "no '" + key + "' for '" + name + "', of which Godwit knows it",
              "one",
              "remove it, or give the field another name");
    }
  }
}
