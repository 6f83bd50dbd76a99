package dev.godwit.loader.reference;

import dev.godwit.loader.targetdb.Identifier;
import dev.godwit.loader.targetdb.LoadTable;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.identity.IdentityKey;
import dev.godwit.records.Entity;

/**
 * SQL that leads from the source's ids of the run's customer to rows of the target, and back. Its
 * texts have no parameters of their own. Stateless.
 */
public final class IdentityJoin {
  private IdentityJoin() {}

  /** Query of those among an array of source ids whose row is there, with the target's ids. */
  static String bySource(RunTarget target, LoadTable main) {
    return "SELECT i.source_id, i.%s::text FROM godwit.identity_row i JOIN %s p ON %s WHERE i.source_id = ANY (?) AND i.space = %s"
        .formatted(
            IdentityKey.of(target.pack(), main.table().entity()).column(),
            main.name(),
            leadsTo(target, main, "i", "p"),
            space(target, main));
  }

  /**
   * Condition that a row of {@code godwit.identity_row} leads to a row of an entity's main table.
   *
   * @param map name of the first in the statement
   * @param alias name of the second
   */
  public static String leadsTo(RunTarget target, LoadTable main, String map, String alias) {
    TargetColumn id = main.table().idColumn();
    ColumnType type = id.isTranslated() ? id.stored() : id.type();
    return IdentityKey.of(target.pack(), main.table().entity())
        .equalById(map, alias + "." + Identifier.quote(id.name()), LookupType.nameOf(type));
  }

  /** The customer's number in {@code godwit.identity_row} for an entity, as a sub-query. */
  public static String space(RunTarget target, LoadTable main) {
    Entity entity = main.table().entity();
    return "(SELECT space FROM godwit.identity_space WHERE target_schema = %s AND entity = %s AND customer = %s)"
        .formatted(
            literal(target.pack().schema(target.kind())),
            literal(entity.text()),
            literal(target.customer()));
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
