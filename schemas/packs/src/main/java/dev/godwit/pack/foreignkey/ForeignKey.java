package dev.godwit.pack.foreignkey;

import dev.godwit.pack.Identifiers;
import dev.godwit.pack.TargetTable;
import java.util.List;
import java.util.StringJoiner;

/**
 * A foreign key that the database enforces on a table of a pack, as the catalogue has it.
 *
 * @param table the table of the pack
 * @param name name of the constraint
 * @param columns columns that refer, in the order of the key
 * @param parentSchema schema of the table that they refer to
 * @param parentTable its name
 * @param parentColumns the columns of it that they refer to, in the same order
 * @param traits what else matters of it
 */
public record ForeignKey(
    TargetTable table,
    String name,
    List<String> columns,
    String parentSchema,
    String parentTable,
    List<String> parentColumns,
    Traits traits) {

  /**
   * The other properties of a foreign key that matter.
   *
   * @param plainParent whether the parent is a table without partitions and inheritance
   * @param ofOwnTable whether it refers to its own table
   * @param simple whether a row is right as soon as one column is NULL, and columns are compared as
   *     equal
   * @param unfilled columns of it that have no default of any kind
   * @param lockable whether the role may lock rows of the parent, which takes a right to update
   */
  public record Traits(
      boolean plainParent,
      boolean ofOwnTable,
      boolean simple,
      List<String> unfilled,
      boolean lockable) {
    public Traits {
      unfilled = List.copyOf(unfilled);
    }
  }

  public ForeignKey {
    columns = List.copyOf(columns);
    parentColumns = List.copyOf(parentColumns);
  }

  /** Name of the parent with its schema, quoted. */
  public String parent() {
    return Identifiers.quote(parentSchema) + "." + Identifiers.quote(parentTable);
  }

  /** Whether a column that Godwit leaves NULL is part of it, so that it refers to nothing. */
  public boolean isNeverSet() {
    return traits.simple()
        && columns.stream()
            .anyMatch(column -> table.position(column) < 0 && traits.unfilled().contains(column));
  }

  /**
   * Condition that rows of both tables belong together.
   *
   * @param child name of the row that refers in the statement
   * @param parent name of the other one
   */
  public String matches(String child, String parent) {
    StringJoiner all = new StringJoiner(" and ");
    for (int i = 0; i < columns.size(); i++) {
      all.add(
          "%s.%s = %s.%s"
              .formatted(
                  parent,
                  Identifiers.quote(parentColumns.get(i)),
                  child,
                  Identifiers.quote(columns.get(i))));
    }
    return all.toString();
  }

  /**
   * Condition that a row refers to something.
   *
   * @param child name of the row in the statement
   */
  public String isSet(String child) {
    StringJoiner all = new StringJoiner(" and ");
    columns.forEach(column -> all.add(child + "." + Identifiers.quote(column) + " is not null"));
    return all.toString();
  }

  /** The columns and their parent, for a sentence. */
  public String shown() {
    return "%s (%s) to %s.%s (%s)"
        .formatted(
            name,
            String.join(", ", columns),
            parentSchema,
            parentTable,
            String.join(", ", parentColumns));
  }
}
