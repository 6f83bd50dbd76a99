package dev.godwit.pack.read;

import dev.godwit.pack.TargetColumn;
import dev.godwit.records.Entity;
import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The key {@code customer} of a table: how its rows are a customer's.
 *
 * @param column column that holds the customer or the account; null for none
 * @param via column that points to a row of the customer; null for none
 */
record CustomerKey(String column, String via) {
  /** In place of a column: only {@code godwit.identity} knows the rows. */
  private static final String IDENTITY = "identity";

  private static final CustomerKey UNKNOWN = new CustomerKey(null, null);

  static CustomerKey read(
      YamlFile file, Entity entity, YamlMapping table, List<TargetColumn> columns) {
    Node node = table.required("customer");
    if (node == null) {
      return UNKNOWN;
    }
    if (node instanceof MappingNode) {
      return via(
          file, entity, YamlMapping.closed(file, node, "'customer'", List.of("via")), columns);
    }
    String name = table.text("customer");
    List<String> names = columns.stream().map(TargetColumn::name).toList();
    if (IDENTITY.equals(name) && !names.contains(name)) {
      if (columns.stream().noneMatch(column -> TargetColumn.ID.equals(column.value()))) {
        file.findings()
            .add(
                table.at("customer"),
                "a column with the value 'id' for 'customer: identity'",
                "none",
                "add it: godwit.identity knows rows by their id");
      }
      return UNKNOWN;
    }
    if (name != null && !names.contains(name)) {
      file.findings()
          .unknown(
              table.at("customer"), "a column of the table that holds the customer", names, name);
    } else if (name != null && !isCustomer(columns.get(names.indexOf(name)))) {
      file.findings()
          .add(
              table.at("customer"),
              "a column with the value 'customer' or 'account'",
              "'" + name + "' with another value",
              "give it the value 'customer' or 'account', or write 'customer: {via: COLUMN}' with a column that points to a row of the customer");
    }
    return new CustomerKey(name, null);
  }

  private static CustomerKey via(
      YamlFile file, Entity entity, YamlMapping mapping, List<TargetColumn> columns) {
    String name = mapping.requiredText("via");
    if (name == null) {
      return UNKNOWN;
    }
    List<String> pointing =
        columns.stream().filter(column -> points(entity, column)).map(TargetColumn::name).toList();
    if (!pointing.contains(name)) {
      file.findings()
          .unknown(
              mapping.at("via"),
              "a column that points to a row of another table: ref(ENTITY, FIELD), or id in a table that is not the first of its entity",
              pointing,
              name);
    }
    return new CustomerKey(null, name);
  }

  private static boolean points(Entity entity, TargetColumn column) {
    return TargetColumn.ID.equals(column.value())
        || (column.references() != null && !column.references().equals(entity));
  }

  private static boolean isCustomer(TargetColumn column) {
    return TargetColumn.CUSTOMER.equals(column.value())
        || TargetColumn.ACCOUNT.equals(column.value());
  }
}
