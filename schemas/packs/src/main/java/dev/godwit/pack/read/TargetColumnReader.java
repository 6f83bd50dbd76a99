package dev.godwit.pack.read;

import dev.godwit.pack.CanonicalFields;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.Position;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetTable.FilledColumn;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads a column of a target pack and checks its value. */
final class TargetColumnReader {
  private static final List<String> KEYS =
      List.of(
          "value",
          "constant",
          "allowed",
          "spellings",
          "when-missing",
          "separator",
          "max-items",
          "max-length",
          "compare",
          "filled-by");
  private static final String FILLED_BY = "filled-by";
  private static final String DATABASE = "database";
  private static final Pattern REFERENCE =
      Pattern.compile("ref\\(\\s*(\\w+)\\s*,\\s*(\\w+)\\s*\\)");

  private final YamlFile file;
  private final TargetFields fields;

  TargetColumnReader(YamlFile file, TargetFields fields) {
    this.file = file;
    this.fields = fields;
  }

  /** The column, where the pack says that the database fills it; null where it does not. */
  FilledColumn filledByDatabase(YamlMapping.Entry entry) {
    if (!(entry.value() instanceof MappingNode node)
        || node.getValue().stream().noneMatch(TargetColumnReader::isFilledBy)) {
      return null;
    }
    String what = "the column '" + entry.key() + "'";
    YamlMapping mapping = YamlMapping.open(file, node, what);
    String by = mapping.text(FILLED_BY);
    if (by != null && !by.equals(DATABASE)) {
      file.findings().unknown(mapping.at(FILLED_BY), "what fills " + what, List.of(DATABASE), by);
    }
    for (YamlMapping.Entry other : mapping.entries()) {
      if (!other.key().equals(FILLED_BY)) {
        file.findings()
            .add(
                other.at(),
                "'" + FILLED_BY + "' alone for " + what,
                "'" + other.key() + "' too",
                "remove it: Godwit does not write the column");
      }
    }
    return new FilledColumn(entry.key(), entry.at());
  }

  private static boolean isFilledBy(NodeTuple tuple) {
    return tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(FILLED_BY);
  }

  /** The column; not to be used where there are findings. */
  TargetColumn read(Entity entity, YamlMapping.Entry entry, String each) {
    if (entry.value() instanceof ScalarNode scalar) {
      Position at = file.at(scalar);
      if (scalar.getValue().isEmpty()) {
        file.findings()
            .add(
                at,
                "a value for the column '" + entry.key() + "'",
                "nothing",
                "name a canonical field");
      }
      String value = value(entity, scalar.getValue(), at, each);
      return column(entity, each, entry, value, null, TargetColumn.Extras.NONE);
    }
    YamlMapping mapping =
        YamlMapping.closed(file, entry.value(), "the column '" + entry.key() + "'", KEYS);
    String constant = mapping.text("constant");
    String value;
    if (mapping.has("constant") == mapping.has("value")) {
      file.findings()
          .add(
              mapping.at(),
              "either 'value' or 'constant' for the column '" + entry.key() + "'",
              mapping.has("value") ? "both" : "neither",
              "give one of them");
      value = null;
    } else if (mapping.has("constant")) {
      value = TargetColumn.CONSTANT;
    } else {
      String written = mapping.text("value");
      value = written == null ? null : value(entity, written, mapping.at("value"), each);
    }
    return column(
        entity,
        each,
        entry,
        value,
        mapping.number("max-length"),
        extras(entity, mapping, value, constant));
  }

  private TargetColumn column(
      Entity entity,
      String each,
      YamlMapping.Entry entry,
      String value,
      Long maxLength,
      TargetColumn.Extras extras) {
    Entity references = null;
    Matcher reference = REFERENCE.matcher(value == null ? "" : value);
    if (reference.matches()) {
      references = parent(entity, reference, each);
    }
    return new TargetColumn(
        entry.key(), value, null, maxLength, true, references, extras, entry.at());
  }

  private String value(Entity entity, String value, Position at, String each) {
    Matcher reference = REFERENCE.matcher(value);
    if (reference.matches()) {
      reference(entity, reference, each, at);
      return "ref(" + reference.group(1) + ", " + reference.group(2) + ")";
    }
    Set<String> known = new TreeSet<>(fields.of(entity).keySet());
    known.add(TargetColumn.ID);
    known.add(TargetColumn.CUSTOMER);
    known.add(TargetColumn.ACCOUNT);
    if (each != null) {
      position(entity, value, at);
      known.add(TargetColumn.ITEM);
      known.add(TargetColumn.POSITION);
    }
    if (value.startsWith("ref(")) {
      file.findings()
          .add(
              at,
              "ref(entity, field)",
              "'" + value + "'",
              "write, for example, ref(contacts, contactId)");
    } else if (!value.isEmpty() && !known.contains(value)) {
      file.findings().unknown(at, "a value of " + entity.text(), known, value);
    }
    return value;
  }

  /** A field of that name would be hidden. */
  private void position(Entity entity, String value, Position at) {
    if (value.equals(TargetColumn.POSITION)
        && fields.of(entity).containsKey(TargetColumn.POSITION)) {
      file.findings()
          .add(
              at,
              "'position' as the number of the item in its list",
              "a field of that name too",
              "give the field another name");
    }
  }

  /** The field that a reference is taken from: the list itself where it is taken from the item. */
  private static String field(Matcher reference, String each) {
    String written = reference.group(2);
    return each != null && written.equals(TargetColumn.ITEM) ? each : written;
  }

  /** The pack cannot declare a list that Godwit knows, so its items are ids of the entity named. */
  private Entity parent(Entity entity, Matcher reference, String each) {
    String field = field(reference, each);
    Entity declared = fields.parent(entity, field);
    boolean known =
        !field.equals(reference.group(2))
            && CanonicalFields.ofTarget(entity).get(field) == FieldType.LIST;
    return declared == null && known && Entity.isName(reference.group(1))
        ? Entity.valueOf(reference.group(1))
        : declared;
  }

  private void reference(Entity entity, Matcher reference, String each, Position at) {
    String to = reference.group(1);
    String field = field(reference, each);
    Entity parent = parent(entity, reference, each);
    boolean ofItem = !field.equals(reference.group(2));
    boolean isList = fields.of(entity).get(field) == FieldType.LIST;
    if (ofItem && parent == null) {
      file.findings()
          .add(
              at,
              "a list of references as 'each' for a reference of the item",
              "'" + each + "', whose items are no references",
              "declare it under 'fields': {type: list, references: ENTITY}");
    } else if (isList && !ofItem) {
      file.findings()
          .add(
              at,
              "a reference of one item of the list '" + field + "'",
              "the list as a whole",
              "write ref(" + to + ", item) in a table with 'each: " + field + "'");
    } else if (parent == null) {
      file.findings()
          .unknown(
              at,
              "a field of " + entity.text() + " that points to another entity",
              fields.references(entity),
              field);
    } else if (!parent.text().equals(to)) {
      file.findings()
          .add(
              at,
              "ref(" + parent.text() + ", " + reference.group(2) + ")",
              "'" + to + "'",
              field + " points to " + parent.text());
    }
  }

  private TargetColumn.Extras extras(
      Entity entity, YamlMapping mapping, String value, String constant) {
    boolean list = kind(entity, value) == FieldType.LIST;
    String separator = mapping.text("separator");
    for (String key : List.of("separator", "max-items")) {
      if (!list && value != null && mapping.has(key)) {
        file.findings()
            .add(
                mapping.at(key),
                "'" + key + "' with a list field only",
                "it with '" + value + "'",
                "remove it");
      }
    }
    boolean words = value == null || value.equals("item") || kind(entity, value) == FieldType.TEXT;
    for (String key : List.of("allowed", "spellings")) {
      if (!words && mapping.has(key)) {
        file.findings()
            .add(
                mapping.at(key),
                "'" + key + "' with a text field only",
                "it with '" + value + "'",
                "remove it");
      }
    }
    List<String> allowed = mapping.texts("allowed").stream().map(YamlMapping.Entry::key).toList();
    String whenMissing = mapping.text("when-missing");
    checkAllowed(allowed, whenMissing, mapping, "when-missing");
    Long maxItems = mapping.number("max-items");
    return new TargetColumn.Extras(
        new ArrayList<>(allowed),
        spellings(mapping, allowed),
        separator,
        maxItems == null ? null : maxItems.intValue(),
        constant,
        whenMissing,
        compared(mapping),
        null,
        null);
  }

  private boolean compared(YamlMapping mapping) {
    String compare = mapping.text("compare");
    if (compare != null && !compare.equals("true") && !compare.equals("false")) {
      file.findings()
          .unknown(
              mapping.at("compare"), "a value of 'compare'", List.of("false", "true"), compare);
    }
    return !"false".equals(compare);
  }

  private void checkAllowed(List<String> allowed, String value, YamlMapping mapping, String key) {
    if (value != null && !allowed.isEmpty() && !allowed.contains(value)) {
      file.findings().unknown(mapping.at(key), "one of the allowed values", allowed, value);
    }
  }

  private Map<String, String> spellings(YamlMapping mapping, List<String> allowed) {
    Map<String, String> spellings = new LinkedHashMap<>();
    Node node = mapping.node("spellings");
    if (node == null) {
      return spellings;
    }
    for (YamlMapping.Entry entry : YamlMapping.open(file, node, "'spellings'").entries()) {
      if (!(entry.value() instanceof ScalarNode scalar)) {
        file.findings()
            .add(
                file.at(entry.value()),
                "a text",
                YamlFile.describe(entry.value()),
                "write the value meant");
        continue;
      }
      if (!allowed.isEmpty() && !allowed.contains(scalar.getValue())) {
        file.findings()
            .unknown(file.at(scalar), "one of the allowed values", allowed, scalar.getValue());
      }
      String before =
          spellings.put(entry.key().strip().toLowerCase(Locale.ROOT), scalar.getValue());
      if (before != null && !before.equals(scalar.getValue())) {
        file.findings()
            .add(
                entry.at(),
                "each spelling once, capitals or not",
                "'" + entry.key() + "' again with another value",
                "remove one of them");
      }
    }
    return spellings;
  }

  private FieldType kind(Entity entity, String value) {
    return value == null ? null : fields.of(entity).get(value);
  }
}
