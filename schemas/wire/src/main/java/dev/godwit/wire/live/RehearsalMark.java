package dev.godwit.wire.live;

import dev.godwit.row.v1.LiveEngagement;

/**
 * Marks the synthetic events that a rehearsal sends through the routes of live engagement. A marked
 * event belongs to its rehearsal run alone: it is in no window, counts in no lag, and the source
 * never receives it.
 *
 * <p>A JSON event of a foreign sender may have a member {@code rehearsal} that means something
 * else. It is a mark only beside an event id that {@link #eventId} makes for the same customer and
 * run; otherwise the member is ignored like any unknown one. Stateless.
 */
public final class RehearsalMark {
  private static final String PREFIX = "godwit-rehearsal:";

  private RehearsalMark() {}

  /**
   * Id of a synthetic event, the same each time that the event is made.
   *
   * @param customer the customer's id in the source
   * @param run number of the rehearsal run, from 1
   * @param route route that the event takes
   * @param number number of the event in its route
   */
  public static String eventId(String customer, int run, String route, int number) {
    return prefix(customer, run) + route + ":" + number;
  }

  /** True where a rehearsal sent the event. */
  public static boolean isOn(LiveEngagement event) {
    return event.getRehearsal() != null;
  }

  /** Removes a mark that no rehearsal made; for events of foreign senders. */
  static void removeIfForeign(LiveEngagement event) {
    Integer run = event.getRehearsal();
    if (run != null
        && (event.getEventId() == null
            || !event.getEventId().startsWith(prefix(event.getCustomer(), run)))) {
      event.setRehearsal(null);
    }
  }

  private static String prefix(String customer, int run) {
    return PREFIX + customer + "/" + run + ":";
  }
}
