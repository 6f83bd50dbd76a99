package dev.godwit.orchestrator.domain.common;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A kind of data that is moved: contacts, emails, engagements, or one that a pack declares. LIVE is
 * engagement that comes after the snapshot. UNKNOWN is read where a newer writer names an entity
 * that this reader does not know. Ordered as written here, the declared ones by name before LIVE.
 *
 * @param name in capitals, not null
 */
public record Entity(String name) implements Comparable<Entity> {
  public static final Entity UNKNOWN = new Entity("UNKNOWN");
  public static final Entity CONTACTS = new Entity("CONTACTS");
  public static final Entity EMAILS = new Entity("EMAILS");
  public static final Entity ENGAGEMENTS = new Entity("ENGAGEMENTS");
  public static final Entity LIVE = new Entity("LIVE");

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,39}");
  private static final int DECLARED_RANK = 4;

  /** Whether a text is the name of an entity: in capitals or not, and not UNKNOWN. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches() && !valueOf(text).equals(UNKNOWN);
  }

  /** The entity of a name, in capitals or not. */
  public static Entity valueOf(String name) {
    return new Entity(name.toUpperCase(Locale.ROOT));
  }

  /** Whether a pack declares it: Godwit knows no meaning of its own for it. */
  public boolean isDeclared() {
    return rank() == DECLARED_RANK;
  }

  /** Name in small letters, as packs, topics and texts have it. */
  public String text() {
    return name.toLowerCase(Locale.ROOT);
  }

  @Override
  public int compareTo(Entity other) {
    return rank() == other.rank()
        ? name.compareTo(other.name)
        : Integer.compare(rank(), other.rank());
  }

  /** The name in capitals. */
  @Override
  public String toString() {
    return name;
  }

  private int rank() {
    return switch (name) {
      case "UNKNOWN" -> 0;
      case "CONTACTS" -> 1;
      case "EMAILS" -> 2;
      case "ENGAGEMENTS" -> 3;
      case "LIVE" -> 5;
      default -> DECLARED_RANK;
    };
  }
}
