package dev.godwit.linkage.store;

import dev.godwit.linkage.LinkageField;
import dev.godwit.linkage.LinkageSchema;
import dev.godwit.linkage.Meaning;
import java.util.ArrayList;
import java.util.List;

/**
 * A value of a normalised row. A full name has two: given and family name.
 *
 * @param field index of the schema's field that it comes from
 * @param name of that field
 * @param meaning of the column
 */
public record Column(int field, String name, Meaning meaning) {
  /** The columns of a schema. */
  public static List<Column> of(LinkageSchema schema) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < schema.fields().size(); i++) {
      LinkageField field = schema.fields().get(i);
      if (field.meaning() == Meaning.FULL_NAME) {
        columns.add(new Column(i, field.name(), Meaning.GIVEN_NAME));
        columns.add(new Column(i, field.name(), Meaning.FAMILY_NAME));
      } else {
        columns.add(new Column(i, field.name(), field.meaning()));
      }
    }
    return List.copyOf(columns);
  }

  /** Index of the first column with a meaning; -1 where there is none. */
  public static int index(List<Column> columns, Meaning meaning) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).meaning() == meaning) {
        return i;
      }
    }
    return -1;
  }
}
