package dev.godwit.pack;

import dev.godwit.records.Entity;
import java.util.List;
import java.util.Map;

/**
 * A source system. Immutable.
 *
 * @param name name of the pack
 * @param fingerprint SHA-256 over the pack's files, in hexadecimal
 * @param database how to reach it
 * @param customers all customers; columns {@code id} and {@code name}
 * @param freeze makes the customer read-only; running it again changes nothing
 * @param thaw the opposite of freeze; running it again changes nothing
 * @param isFrozen one row with one boolean
 * @param entities by entity, each behind those that it refers to
 * @param live its abilities for live engagement; {@link LiveSource#NONE} where the pack names none
 * @param install what it needs in its database
 */
public record SourcePack(
    String name,
    String fingerprint,
    DatabaseSettings database,
    Sql customers,
    Sql freeze,
    Sql thaw,
    Sql isFrozen,
    Map<Entity, SourceEntity> entities,
    LiveSource live,
    Install install) {

  /** A source that needs no install. */
  public SourcePack(
      String name,
      String fingerprint,
      DatabaseSettings database,
      Sql customers,
      Sql freeze,
      Sql thaw,
      Sql isFrozen,
      Map<Entity, SourceEntity> entities,
      LiveSource live) {
    this(
        name,
        fingerprint,
        database,
        customers,
        freeze,
        thaw,
        isFrozen,
        entities,
        live,
        Install.NONE);
  }

  /**
   * The queries of engagements that a tail follows, in the order of the pack: all of them or none.
   */
  public List<FollowedQuery> followed() {
    SourceEntity engagements = entities.get(Entity.ENGAGEMENTS);
    if (engagements == null) {
      return List.of();
    }
    if (live.tail() != null) {
      return List.of(new FollowedQuery(engagements.only(), live.tail()));
    }
    return engagements.queries().stream()
        .filter(query -> query.tail() != null)
        .map(query -> new FollowedQuery(query, query.tail()))
        .toList();
  }

  /** A source of which nothing is said about live engagement. */
  public SourcePack(
      String name,
      String fingerprint,
      DatabaseSettings database,
      Sql customers,
      Sql freeze,
      Sql thaw,
      Sql isFrozen,
      Map<Entity, SourceEntity> entities) {
    this(name, fingerprint, database, customers, freeze, thaw, isFrozen, entities, LiveSource.NONE);
  }
}
