package dev.godwit.linkage.store;

import dev.godwit.linkage.LinkageField;
import dev.godwit.linkage.LinkageSchema;
import dev.godwit.linkage.Meaning;
import dev.godwit.linkage.form.NormalForm;
import dev.godwit.linkage.form.PersonName;
import java.util.List;

/**
 * A row of normalised values.
 *
 * @param id of the row
 * @param values by column, null where missing; not changed after
 * @param generation junior, senior and the like, as in {@link PersonName}; null where not stated
 */
public record NormalRow(String id, String[] values, String generation) {
  /** The normalised row of source values, one a field of the schema. */
  static NormalRow of(LinkageSchema schema, List<Column> columns, String id, String[] raw) {
    String[] values = new String[columns.size()];
    String given = null;
    String family = null;
    PersonName name = null;
    for (int i = 0; i < raw.length; i++) {
      LinkageField field = schema.fields().get(i);
      switch (field.meaning()) {
        case FULL_NAME -> name = PersonName.ofFull(raw[i]);
        case GIVEN_NAME -> given = raw[i];
        case FAMILY_NAME -> family = raw[i];
        default -> {}
      }
    }
    if (name == null) {
      name = PersonName.of(given, family);
    }
    for (int c = 0; c < values.length; c++) {
      Column column = columns.get(c);
      values[c] =
          switch (column.meaning()) {
            case GIVEN_NAME -> name.given();
            case FAMILY_NAME -> name.family();
            default -> NormalForm.of(column.meaning(), raw[column.field()]);
          };
    }
    return new NormalRow(id, values, name.generation());
  }

  /** The value of the first column with a meaning; null where there is none. */
  public String value(List<Column> columns, Meaning meaning) {
    int index = Column.index(columns, meaning);
    return index < 0 ? null : values[index];
  }
}
