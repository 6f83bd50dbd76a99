package dev.godwit.it.open;

import dev.godwit.pack.FieldType;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;

/**
 * A type of declared fields, the values that they can have, and the columns that take them.
 *
 * @param values in the form of Avro's generic records; never null
 * @param columns columns that the pack reference allows for the type
 * @param instead a value that a source pack can have in place of an invalid one; null for none
 */
record FieldKind(
    FieldType type, Arbitrary<Object> values, List<ColumnKind> columns, String instead) {

  static final List<FieldKind> ALL =
      List.of(
          of(FieldType.TEXT, FieldValues.texts(), "good", ColumnKind.OF_TEXTS),
          of(FieldType.LIST, FieldValues.lists(), null, ColumnKind.OF_LISTS),
          of(
              FieldType.INSTANT,
              FieldValues.instants(),
              "1999-12-31T23:59:59.5Z",
              ColumnKind.OF_INSTANTS),
          of(FieldType.DATE, FieldValues.dates(), "2000-02-29", ColumnKind.OF_DATES),
          of(FieldType.INTEGER, FieldValues.integers(), "-7", ColumnKind.OF_INTEGERS),
          of(FieldType.DECIMAL, FieldValues.decimals(), "1.50", ColumnKind.OF_DECIMALS),
          of(FieldType.BOOLEAN, FieldValues.booleans(), "true", ColumnKind.OF_BOOLEANS),
          of(FieldType.JSON, FieldValues.json(), "{\"a\": 1.0}", ColumnKind.OF_JSON),
          of(
              FieldType.UUID,
              FieldValues.uuids(),
              "01234567-89ab-5def-8123-456789abcdef",
              ColumnKind.OF_UUIDS),
          of(FieldType.BYTES, FieldValues.bytes(), null, ColumnKind.OF_BYTES));

  private static FieldKind of(
      FieldType type, Arbitrary<Object> values, String instead, ColumnKind... columns) {
    return new FieldKind(type, values, Arrays.asList(columns), instead);
  }
}
