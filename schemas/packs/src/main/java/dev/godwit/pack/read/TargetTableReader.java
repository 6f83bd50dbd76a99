package dev.godwit.pack.read;

import dev.godwit.pack.FieldType;
import dev.godwit.pack.Identifiers;
import dev.godwit.pack.Position;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.TargetTable.FilledColumn;
import dev.godwit.pack.read.SqlReader.Shape;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a table of a target pack. */
final class TargetTableReader {
  private static final List<String> KEYS =
      List.of(
          "table", "each", "when", "max-items", "key", "customer", "columns", "count", "read-back");

  private final YamlFile file;
  private final SqlReader sql;
  private final TargetFields fields;
  private final TargetColumnReader columns;
  private final RowConditionReader conditions;

  TargetTableReader(YamlFile file, SqlReader sql, TargetFields fields) {
    this.file = file;
    this.sql = sql;
    this.fields = fields;
    this.columns = new TargetColumnReader(file, fields);
    this.conditions = new RowConditionReader(file, fields);
  }

  /** The table; not to be used where there are findings. */
  TargetTable read(Entity entity, Node node, int index) {
    YamlMapping mapping = YamlMapping.closed(file, node, "a table of " + entity.text(), KEYS);
    String name = mapping.requiredText("table");
    if (name != null && !Identifiers.isSimple(name)) {
      file.findings()
          .add(
              mapping.at("table"),
              "a table's name of letters, digits and _, without a schema",
              "'" + name + "'",
              "write the name alone; the schema comes from 'schemas'");
    }
    String each = each(entity, mapping);
    Long maxItems = mapping.number("max-items");
    if (maxItems != null && each == null) {
      file.findings()
          .add(
              mapping.at("max-items"),
              "'max-items' with 'each' only",
              "it alone",
              "remove it, or add 'each'");
    }
    List<FilledColumn> filled = new ArrayList<>();
    List<TargetColumn> read = columns(entity, mapping, each, filled);
    List<String> names = read.stream().map(TargetColumn::name).toList();
    List<YamlMapping.Entry> key = mapping.requiredTexts("key");
    for (YamlMapping.Entry column : key) {
      if (!names.contains(column.key())) {
        file.findings().unknown(column.at(), "a column of the table as key", names, column.key());
      }
    }
    requireItem(each, read, key);
    CustomerKey customer = CustomerKey.read(file, entity, mapping, read);
    requireCompared(read, key.stream().map(YamlMapping.Entry::key).toList(), customer.column());
    Sql count = sql.optional(mapping, "count", Shape.QUERY);
    Sql readBack = sql.optional(mapping, "read-back", Shape.QUERY);
    if (count != null) {
      sql.requireSchema(count, "count");
    }
    if (readBack != null) {
      sql.requireSchema(readBack, "read-back");
    }
    Position at = mapping.at();
    List<String> keyNames = key.stream().map(YamlMapping.Entry::key).toList();
    Integer limit = maxItems == null ? null : maxItems.intValue();
    return new TargetTable(
        index,
        entity,
        name,
        each,
        conditions.read(entity, mapping),
        read,
        keyNames,
        customer.column(),
        customer.via(),
        count,
        readBack,
        limit,
        filled,
        at);
  }

  private String each(Entity entity, YamlMapping mapping) {
    String each = mapping.text("each");
    if (each == null) {
      return null;
    }
    List<String> lists =
        fields.of(entity).entrySet().stream()
            .filter(f -> f.getValue() == FieldType.LIST)
            .map(Map.Entry::getKey)
            .toList();
    if (!lists.contains(each)) {
      file.findings().unknown(mapping.at("each"), "a list field of " + entity.text(), lists, each);
    }
    return each;
  }

  /** Items of one record are told apart by their key. */
  private void requireItem(String each, List<TargetColumn> columns, List<YamlMapping.Entry> key) {
    if (each == null || key.isEmpty()) {
      return;
    }
    List<String> telling =
        columns.stream()
            .filter(c -> c.isOfItem() || TargetColumn.POSITION.equals(c.value()))
            .map(TargetColumn::name)
            .toList();
    if (!telling.isEmpty() && key.stream().noneMatch(k -> telling.contains(k.key()))) {
      file.findings()
          .add(
              key.getFirst().at(),
              "a key with a column of the item or its position ("
                  + String.join(", ", telling)
                  + ")",
              "one without",
              "add it to the key: a record has several rows here");
    }
  }

  /** A row is found by its key and customer, so these are compared in any case. */
  private void requireCompared(List<TargetColumn> columns, List<String> key, String customer) {
    for (TargetColumn column : columns) {
      boolean finds = key.contains(column.name()) || column.name().equals(customer);
      if (finds && !column.compared()) {
        file.findings()
            .add(
                column.at(),
                "'compare: false' on columns beside the key and the customer only",
                "it on '" + column.name() + "'",
                "remove it, or take another key");
      }
    }
  }

  private List<TargetColumn> columns(
      Entity entity, YamlMapping mapping, String each, List<FilledColumn> filled) {
    List<TargetColumn> read = new ArrayList<>();
    Node node = mapping.required("columns");
    if (node == null) {
      return read;
    }
    YamlMapping entries = YamlMapping.open(file, node, "'columns'");
    for (YamlMapping.Entry entry : entries.entries()) {
      FilledColumn byDatabase = columns.filledByDatabase(entry);
      if (byDatabase == null) {
        read.add(columns.read(entity, entry, each));
      } else {
        filled.add(byDatabase);
      }
    }
    if (each != null && read.stream().noneMatch(TargetColumn::isOfItem)) {
      file.findings()
          .add(
              file.at(node),
              "a column with the value 'item'",
              "none",
              "add the column that holds the item");
    }
    if (each != null && read.stream().noneMatch(c -> "id".equals(c.value()))) {
      file.findings()
          .add(
              file.at(node),
              "a column with the value 'id'",
              "none",
              "add the column that points to the main table");
    }
    return read;
  }
}
