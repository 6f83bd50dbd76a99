package dev.godwit.linkage;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The fields by which the rows of an entity are compared, in the order of a row's values.
 *
 * @param fields 1 to 18; names differ; at most one given name, family name, full name each, and a
 *     full name only without the other two
 */
public record LinkageSchema(List<LinkageField> fields) {
  /** Most fields; a pair's levels are packed into 64 bits. */
  public static final int MAX_FIELDS = 18;

  /**
   * @throws IllegalArgumentException when the fields break a rule; the text names it
   */
  public LinkageSchema {
    fields = List.copyOf(fields);
    if (fields.isEmpty() || fields.size() > MAX_FIELDS) {
      throw new IllegalArgumentException(
          "Expected 1 to %d fields to compare rows by, but found %d; choose those that identify a row"
              .formatted(MAX_FIELDS, fields.size()));
    }
    Set<String> names = new HashSet<>();
    for (LinkageField field : fields) {
      if (!names.add(field.name())) {
        throw new IllegalArgumentException(
            "Expected each field once, but found %s twice; remove one".formatted(field.name()));
      }
    }
    long given = count(fields, Meaning.GIVEN_NAME);
    long family = count(fields, Meaning.FAMILY_NAME);
    long full = count(fields, Meaning.FULL_NAME);
    if (given > 1 || family > 1 || full > 1 || (full == 1 && given + family > 0)) {
      throw new IllegalArgumentException(
          "Expected one given and one family name, or one full name, but found %d, %d and %d;"
                  .formatted(given, family, full)
              + " give the others the meaning TEXT");
    }
  }

  private static long count(List<LinkageField> fields, Meaning meaning) {
    return fields.stream().filter(field -> field.meaning() == meaning).count();
  }

  /** Whether a row has the name of a person. */
  public boolean hasPersonName() {
    return fields.stream().anyMatch(field -> field.meaning().kind() == Kind.NAME);
  }
}
