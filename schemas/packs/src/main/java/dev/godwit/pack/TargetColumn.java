package dev.godwit.pack;

import dev.godwit.records.Entity;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A column of a table of the target.
 *
 * @param name name of the column
 * @param value canonical field, or {@code id}, {@code legacyId}, {@code customer}, {@code item},
 *     {@code ref(contacts, contactId)}, or {@code constant}
 * @param type type of its cells, which is that of the catalogue unless {@link #stored} is another;
 *     null until the pack was checked against it
 * @param maxLength limit in characters (code points), of an array of each item, from the pack or
 *     the catalogue, whichever is smaller; null for none
 * @param nullable whether the catalogue allows NULL
 * @param references entity that a {@code ref} points to; null for other values
 * @param extras further keys of the column in the pack
 * @param at place in the pack; null where it was not read from a file
 */
public record TargetColumn(
    String name,
    String value,
    ColumnType type,
    Long maxLength,
    boolean nullable,
    Entity references,
    Extras extras,
    Position at) {

  /** Characters of a source's id that {@code godwit.identity} takes: its index has a limit. */
  public static final long LONGEST_SOURCE_ID = 500;

  /** Value of a column that holds the target's id of the record. */
  public static final String ID = "id";

  /** Value of a column that holds the customer, as the source names it. */
  public static final String CUSTOMER = "customer";

  /** Value of a column that holds the customer's account in the target. */
  public static final String ACCOUNT = "account";

  /** Value of a column that holds the item of a table with {@code each}. */
  public static final String ITEM = "item";

  /** Value of a column that holds the number of that item in its list, from 1. */
  public static final String POSITION = "position";

  /** Value of a column whose text is the same in every row. */
  public static final String CONSTANT = "constant";

  /**
   * Further keys of a column in a pack.
   *
   * @param allowed the closed set of values, after normalisation and spellings; empty where any
   *     value goes
   * @param spellings other spellings (trimmed, lower case) to the value that is meant
   * @param separator text between the items of a list that is written into one column; null where
   *     it is no list
   * @param maxItems most items of such a list; null for no limit
   * @param constant text of a constant; null where the value is no constant
   * @param whenMissing value where the source has none (NULL or empty); null for NULL
   * @param compared false where the column is written, and then left out of digests and differences
   * @param secondDigits from the catalogue: fractional digits of the second that the column keeps;
   *     null where it is no time, and until the pack was checked
   * @param stored from the catalogue: type of a column whose cells are texts of the source, since
   *     the loader puts the target's own id or account in their place; null for any other
   */
  public record Extras(
      List<String> allowed,
      Map<String, String> spellings,
      String separator,
      Integer maxItems,
      String constant,
      String whenMissing,
      boolean compared,
      Integer secondDigits,
      ColumnType stored) {
    /** Nothing besides. */
    public static final Extras NONE = new Extras(List.of(), Map.of(), null, null, null, null);

    public Extras {
      allowed = List.copyOf(allowed);
      spellings = Map.copyOf(spellings);
    }

    /** Of a column that is not translated. */
    public Extras(
        List<String> allowed,
        Map<String, String> spellings,
        String separator,
        Integer maxItems,
        String constant,
        String whenMissing,
        boolean compared,
        Integer secondDigits) {
      this(
          allowed,
          spellings,
          separator,
          maxItems,
          constant,
          whenMissing,
          compared,
          secondDigits,
          null);
    }

    /** Of a column that is compared. */
    public Extras(
        List<String> allowed,
        Map<String, String> spellings,
        String separator,
        Integer maxItems,
        String constant,
        String whenMissing) {
      this(allowed, spellings, separator, maxItems, constant, whenMissing, true, null, null);
    }
  }

  /** A column of which nothing else is said. */
  public TargetColumn(
      String name,
      String value,
      ColumnType type,
      Long maxLength,
      boolean nullable,
      Entity references) {
    this(name, value, type, maxLength, nullable, references, Extras.NONE, null);
  }

  /** The closed set of values, after normalisation and spellings; empty where any value goes. */
  public List<String> allowed() {
    return extras.allowed();
  }

  /** Other spellings (trimmed, lower case) to the value that is meant. */
  public Map<String, String> spellings() {
    return extras.spellings();
  }

  /** Text between the items of a list that is written into one column; null where it is no list. */
  public String separator() {
    return extras.separator();
  }

  /** Most items of a list that is written into one column; null for no limit. */
  public Integer maxItems() {
    return extras.maxItems();
  }

  /** Text of a constant; null where the value is no constant. */
  public String constant() {
    return extras.constant();
  }

  /** Value where the source has none (NULL or empty); null for NULL. */
  public String whenMissing() {
    return extras.whenMissing();
  }

  /** False where the column is written, and then left out of digests and differences. */
  public boolean compared() {
    return extras.compared();
  }

  /** Fractional digits of the second that the column keeps; null where it is no time. */
  public Integer secondDigits() {
    return extras.secondDigits();
  }

  /**
   * Type of the column in the database, where its cells are texts of the source that the loader
   * translates into the target's own id or account; null where a cell is what the column holds.
   */
  public ColumnType stored() {
    return extras.stored();
  }

  /** Whether the loader puts a value of the target in the place of the cell. */
  public boolean isTranslated() {
    return extras.stored() != null;
  }

  /** Field of a {@code ref(entity, field)}, also {@link #ITEM}; null for other values. */
  public String referenceField() {
    return references == null
        ? null
        : value.substring(value.indexOf(',') + 1, value.length() - 1).strip();
  }

  /** Whether it differs with the item, in a table with {@code each}. */
  public boolean isOfItem() {
    return ITEM.equals(value) || ITEM.equals(referenceField());
  }

  /** Positions of the columns that are not compared, from 0, ascending; a new array. */
  public static int[] uncomparedPositions(List<TargetColumn> columns) {
    return IntStream.range(0, columns.size()).filter(i -> !columns.get(i).compared()).toArray();
  }

  /** The same column as the catalogue describes it. */
  public TargetColumn described(
      ColumnType type,
      Long maxLength,
      Integer secondDigits,
      boolean nullable,
      List<String> allowed) {
    Extras described =
        new Extras(
            allowed,
            extras.spellings(),
            extras.separator(),
            extras.maxItems(),
            extras.constant(),
            extras.whenMissing(),
            extras.compared(),
            secondDigits,
            null);
    return new TargetColumn(name, value, type, maxLength, nullable, references, described, at);
  }

  /** The same column, whose cells are texts that the loader translates. */
  public TargetColumn translated(ColumnType stored, boolean nullable) {
    Extras described =
        new Extras(
            List.of(),
            Map.of(),
            extras.separator(),
            extras.maxItems(),
            extras.constant(),
            extras.whenMissing(),
            extras.compared(),
            null,
            stored);
    return new TargetColumn(
        name, value, ColumnType.TEXT, LONGEST_SOURCE_ID, nullable, references, described, at);
  }
}
