package dev.godwit.pack.read;

import dev.godwit.pack.FieldType;
import dev.godwit.pack.RowCondition;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads under which conditions a record has rows in a table of the target. */
final class RowConditionReader {
  private final YamlFile file;
  private final TargetFields fields;

  RowConditionReader(YamlFile file, TargetFields fields) {
    this.file = file;
    this.fields = fields;
  }

  /** The conditions, all of which must hold; empty where the table has none. */
  List<RowCondition> read(Entity entity, YamlMapping table) {
    List<RowCondition> conditions = new ArrayList<>();
    Node node = table.node("when");
    if (node == null) {
      return conditions;
    }
    int before = file.findings().size();
    Map<String, FieldType> known = fields.of(entity);
    for (YamlMapping.Entry entry : YamlMapping.open(file, node, "'when'").entries()) {
      FieldType type = known.get(entry.key());
      if (type == null) {
        file.findings()
            .unknown(entry.at(), "a field of " + entity.text(), known.keySet(), entry.key());
      } else {
        condition(entry, type, conditions);
      }
    }
    if (conditions.isEmpty() && file.findings().size() == before) {
      file.findings()
          .add(
              file.at(node),
              "at least one condition in 'when'",
              "none",
              "write {FIELD: VALUE}, {FIELD: present} or {FIELD: absent}, or remove it");
    }
    return conditions;
  }

  private void condition(YamlMapping.Entry entry, FieldType type, List<RowCondition> conditions) {
    if (!(entry.value() instanceof ScalarNode scalar) || scalar.getValue().isEmpty()) {
      file.findings()
          .add(
              file.at(entry.value()),
              "present, absent or a value for '" + entry.key() + "'",
              YamlFile.describe(entry.value()),
              "write one");
      return;
    }
    RowCondition condition = new RowCondition(entry.key(), scalar.getValue());
    if (condition.isOfValue() && !fits(condition, type)) {
      boolean compares = RowCondition.compares(type);
      file.findings()
          .add(
              file.at(scalar),
              compares
                  ? "present, absent or a value of the type " + type.text()
                  : "present or absent for a field of the type " + type.text(),
              "'" + scalar.getValue() + "'",
              "write one of them");
      return;
    }
    conditions.add(condition);
  }

  private static boolean fits(RowCondition condition, FieldType type) {
    if (!RowCondition.compares(type)) {
      return false;
    }
    try {
      condition.value(type);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
