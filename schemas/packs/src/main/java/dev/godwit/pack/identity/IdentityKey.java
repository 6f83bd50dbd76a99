package dev.godwit.pack.identity;

import dev.godwit.pack.IdKind;
import dev.godwit.pack.TargetPack;
import dev.godwit.records.Entity;

/** Column of {@code godwit.identity} that holds the target's ids of an entity. */
public enum IdentityKey {
  /** Numbers that a sequence draws. */
  NUMBER("target_id", "bigint"),
  /** Any other id, as text. */
  TEXT("target_key", "text");

  private final String column;
  private final String type;

  IdentityKey(String column, String type) {
    this.column = column;
    this.type = type;
  }

  /** That of an entity. */
  public static IdentityKey of(TargetPack pack, Entity entity) {
    return pack.idKind(entity) == IdKind.GENERATED ? NUMBER : TEXT;
  }

  /** Name of the column. */
  public String column() {
    return column;
  }

  /** Name of its type. */
  public String type() {
    return type;
  }

  /**
   * Condition that a row of {@code godwit.identity} leads to an id, for a statement that knows the
   * id: the index of {@code godwit.identity} answers.
   *
   * @param map name of that row in the statement
   * @param id expression of the id
   */
  public String equal(String map, String id) {
    return map + "." + column + " = " + (this == NUMBER ? id : id + "::text");
  }

  /**
   * The same for a statement that knows the row of {@code godwit.identity}: the index of the id's
   * column answers.
   *
   * @param type the database's type of the id
   */
  public String equalById(String map, String id, String type) {
    return id + " = " + map + "." + column + (this == NUMBER ? "" : "::" + type);
  }
}
