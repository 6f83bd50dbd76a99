package dev.godwit.records;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A kind of data that is moved: one of the built-in ones, of which Godwit knows the meaning, or one
 * that a pack declares. LIVE is live engagement: opens and clicks that arrive after the snapshot.
 * UNKNOWN is read where a newer writer names an entity that this reader cannot name.
 *
 * <p>Entities are ordered: contacts, emails, engagements, the declared ones by name, LIVE. That is
 * the order of lists and tables for people; the order of loading comes from the packs.
 *
 * <p>Records carry a built-in entity as a symbol, and a declared one as UNKNOWN with its name
 * beside it, so that readers of the first release still read them. Immutable and thread-safe.
 */
public final class Entity implements Comparable<Entity> {
  /** Form of the name of a declared entity, in a pack: at most 40 characters. */
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  public static final Entity UNKNOWN = new Entity(0, "UNKNOWN");
  public static final Entity CONTACTS = new Entity(1, "CONTACTS");
  public static final Entity EMAILS = new Entity(2, "EMAILS");
  public static final Entity ENGAGEMENTS = new Entity(3, "ENGAGEMENTS");
  public static final Entity LIVE = new Entity(5, "LIVE");

  /** The built-in entities of a snapshot, in the order in which they refer to each other. */
  public static final List<Entity> BUILT_IN = List.of(CONTACTS, EMAILS, ENGAGEMENTS);

  /** The built-in entities of a snapshot, and live engagement. */
  public static final Set<Entity> BUILT_IN_AND_LIVE =
      Collections.unmodifiableSet(
          new LinkedHashSet<>(List.of(CONTACTS, EMAILS, ENGAGEMENTS, LIVE)));

  private static final int DECLARED_RANK = 4;
  private static final Map<String, Entity> KNOWN =
      Map.of(
          "UNKNOWN", UNKNOWN,
          "CONTACTS", CONTACTS,
          "EMAILS", EMAILS,
          "ENGAGEMENTS", ENGAGEMENTS,
          "LIVE", LIVE);

  private final int rank;
  private final String name;
  private final String text;

  private Entity(int rank, String name) {
    this.rank = rank;
    this.name = name;
    this.text = name.toLowerCase(Locale.ROOT);
  }

  /**
   * The entity of a name, in capitals or not.
   *
   * @throws IllegalArgumentException where it cannot be the name of an entity
   */
  public static Entity valueOf(String name) {
    Entity known = KNOWN.get(name.toUpperCase(Locale.ROOT));
    if (known != null) {
      return known;
    }
    String text = name.toLowerCase(Locale.ROOT);
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "Expected the name of an entity: a letter, then letters, digits and _, at most 40"
              + " characters; found "
              + (name.length() > 60 ? name.length() + " characters" : "'" + name + "'")
              + ".");
    }
    return new Entity(DECLARED_RANK, text.toUpperCase(Locale.ROOT));
  }

  /** Whether a text can be the name of an entity that a pack declares. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches() && !text.equals(LIVE.text) && !text.equals(UNKNOWN.text);
  }

  /**
   * The entity of a record.
   *
   * @param symbol its symbol
   * @param declaredName its name where the symbol is UNKNOWN; may be null
   * @return UNKNOWN where the symbol is unknown and the name missing, or no name
   */
  public static Entity of(dev.godwit.common.v1.Entity symbol, String declaredName) {
    return switch (symbol) {
      case CONTACTS -> CONTACTS;
      case EMAILS -> EMAILS;
      case ENGAGEMENTS -> ENGAGEMENTS;
      case LIVE -> LIVE;
      case UNKNOWN ->
          declaredName == null || !isName(declaredName) ? UNKNOWN : valueOf(declaredName);
    };
  }

  /** The symbol that a record carries. */
  public dev.godwit.common.v1.Entity symbol() {
    return rank == DECLARED_RANK
        ? dev.godwit.common.v1.Entity.UNKNOWN
        : dev.godwit.common.v1.Entity.valueOf(name);
  }

  /** The name that a record carries beside the symbol; null for a built-in entity. */
  public String declaredName() {
    return rank == DECLARED_RANK ? text : null;
  }

  /** Whether a pack declares it: Godwit knows no meaning of its own for it. */
  public boolean isDeclared() {
    return rank == DECLARED_RANK;
  }

  /** Name in capitals, as events, tables and answers have it. */
  public String name() {
    return name;
  }

  /** Name in small letters, as packs, topics, metrics and texts have it. */
  public String text() {
    return text;
  }

  @Override
  public int compareTo(Entity other) {
    return rank == other.rank ? name.compareTo(other.name) : Integer.compare(rank, other.rank);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Entity entity && rank == entity.rank && name.equals(entity.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** The name in capitals. */
  @Override
  public String toString() {
    return name;
  }
}
