package dev.godwit.pack;

import dev.godwit.records.Entity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The fields that Godwit knows, by entity, with their types; a pack can declare further ones: a
 * source pack maps its columns to them, and a target pack takes its values from.
 */
public final class CanonicalFields {
  /** Field of every entity: the id in the source. */
  public static final String LEGACY_ID = "legacyId";

  /**
   * Field of emails and engagements: the contact's id. A declared entity has it where its pack
   * declares it, as a reference to contacts or as anything else.
   */
  public static final String CONTACT_ID = "contactId";

  private static final String EMAIL_ID = "emailId";

  private static final Map<Entity, Map<String, FieldType>> SOURCE =
      Map.of(
          Entity.CONTACTS,
          fields(
              "legacyId=ID team=TEXT address=TEXT givenName=TEXT familyName=TEXT language=TEXT"
                  + " consent=TEXT tags=LIST outlet=TEXT customFields=JSON createdAt=INSTANT"
                  + " updatedAt=INSTANT"),
          Entity.EMAILS,
          fields(
              "legacyId=ID contactId=ID subject=TEXT sender=TEXT campaign=TEXT messageId=TEXT"
                  + " sentAt=INSTANT"),
          Entity.ENGAGEMENTS,
          fields(
              "legacyId=ID emailId=ID contactId=ID kind=TEXT url=TEXT agent=TEXT occurredAt=INSTANT"
                  + " eventId=TEXT machine=TEXT"));

  private static final Map<String, FieldType> OF_DECLARED = fields("legacyId=ID");

  private static final Map<Entity, List<String>> REQUIRED =
      Map.of(
          Entity.CONTACTS, List.of("legacyId", "address"),
          Entity.EMAILS, List.of("legacyId", "contactId"),
          Entity.ENGAGEMENTS, List.of("legacyId", "kind", "occurredAt"));

  private static final Set<String> LIVE =
      Set.of("customer", "way", "messageId", "recipient", "provider", "rehearsal", "fields");
  private static final Pattern LIVE_TIME =
      Pattern.compile("(occurred|received)At(Seconds|Millis|Micros)?");

  private CanonicalFields() {}

  /** Fields that a source pack can fill, with their kinds, in the order of the documentation. */
  public static Map<String, FieldType> ofSource(Entity entity) {
    return SOURCE.getOrDefault(entity, OF_DECLARED);
  }

  /**
   * Whether Godwit knows a field of an entity: a declared field can have the same name elsewhere.
   */
  public static boolean has(Entity entity, String field) {
    return ofSource(entity).containsKey(field);
  }

  /** Fields that a source pack must fill. */
  public static List<String> required(Entity entity) {
    return REQUIRED.getOrDefault(entity, List.of(LEGACY_ID));
  }

  /**
   * Fields that a target pack can take values from: those of the source, and what merging contacts
   * collects.
   */
  public static Map<String, FieldType> ofTarget(Entity entity) {
    Map<String, FieldType> all = new LinkedHashMap<>(ofSource(entity));
    if (entity.equals(Entity.CONTACTS)) {
      all.put("teams", FieldType.LIST);
      all.put("outlets", FieldType.LIST);
    }
    return all;
  }

  /**
   * Fields that a target pack can take values from, those that it declares included.
   *
   * @param declared fields that it declares for the entity, by name
   */
  public static Map<String, FieldType> ofTarget(Entity entity, Map<String, EntityField> declared) {
    Map<String, FieldType> all = ofTarget(entity);
    declared.forEach((name, field) -> all.putIfAbsent(name, field.type()));
    return all;
  }

  /** Names in live events that mean something else than a field that a pack declares. */
  public static boolean isOfLiveEvents(String name) {
    return LIVE.contains(name) || LIVE_TIME.matcher(name).matches();
  }

  /**
   * Entity that a canonical field of another entity points to; null where it points to none, and
   * for a field that a pack declares, whatever its name.
   */
  public static Entity parent(Entity entity, String field) {
    if (!has(entity, field)) {
      return null;
    }
    return switch (field) {
      case CONTACT_ID -> Entity.CONTACTS;
      case EMAIL_ID -> Entity.EMAILS;
      default -> null;
    };
  }

  private static Map<String, FieldType> fields(String text) {
    Map<String, FieldType> fields = new LinkedHashMap<>();
    for (String field : text.split(" ", -1)) {
      fields.put(
          field.substring(0, field.indexOf('=')),
          FieldType.valueOf(field.substring(field.indexOf('=') + 1)));
    }
    return fields;
  }
}
