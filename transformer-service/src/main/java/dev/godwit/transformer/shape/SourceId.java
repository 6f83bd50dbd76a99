package dev.godwit.transformer.shape;

import dev.godwit.records.Entity;

/**
 * The id of a record as {@code godwit.identity} knows it: the source's, and for an event that has
 * an id of its sender that one, so that the event is the same by every route. The two never meet.
 * Stateless.
 */
public final class SourceId {
  /** Name in place of an entity, in derived ids that follow from the id of an event. */
  public static final String EVENTS = "events";

  private static final String EVENT = "event:";
  private static final String ID = "id:";

  private SourceId() {}

  /**
   * The id of a record.
   *
   * @param legacyId id in the source; null or empty for none
   * @param eventId the sender's id of the event; null for none
   * @return null where there is neither
   */
  public static String of(Entity entity, String legacyId, String eventId) {
    if (eventId != null) {
      return EVENT + eventId;
    }
    if (legacyId == null || legacyId.isEmpty()) {
      return null;
    }
    boolean alike =
        entity.equals(Entity.ENGAGEMENTS)
            && (legacyId.startsWith(EVENT) || legacyId.startsWith(ID));
    return alike ? ID + legacyId : legacyId;
  }
}
