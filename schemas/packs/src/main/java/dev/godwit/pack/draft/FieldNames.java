package dev.godwit.pack.draft;

import dev.godwit.pack.CanonicalFields;
import dev.godwit.pack.ReservedFields;
import dev.godwit.records.Entity;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Names of the fields that a draft declares, alike in a source and in a target pack: the column's
 * name, changed where it means something else in a pack. Stateless.
 */
final class FieldNames {
  static final String CONTACT_ID = "contactId";

  private static final int LONGEST = 63;
  private static final String OTHER = "_value";

  /** Names that a draft gives itself. */
  private static final Set<String> OWN = Set.of("position", CONTACT_ID, TargetColumns.FILL_IN);

  private FieldNames() {}

  /**
   * A name for a field that no other field has.
   *
   * @param entity name of the entity
   * @param column the column, or the columns of a reference joined by _
   * @param isTaken whether a field of the entity has a name
   */
  static String of(String entity, String column, Predicate<String> isTaken) {
    String wished = shortened(Names.field(column), "");
    if (ReservedFields.has(wished)
        || OWN.contains(wished)
        || CanonicalFields.ofTarget(Entity.valueOf(entity)).containsKey(wished)) {
      wished = shortened(wished, OTHER);
    }
    String chosen = wished;
    for (int i = 2; isTaken.test(chosen); i++) {
      chosen = shortened(wished, "_" + i);
    }
    return chosen;
  }

  private static String shortened(String name, String end) {
    return name.substring(0, Math.min(name.length(), LONGEST - end.length())) + end;
  }
}
