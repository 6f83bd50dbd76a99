package dev.godwit.pack;

/**
 * Abilities of a source for live engagement. Immutable.
 *
 * @param tail how its table is followed; null where it cannot be
 * @param giveBack writes one event, idempotent by {@code :eventId}: one row where it is written
 *     now, none where it is there already or there is no such email. Null where the source takes no
 *     events; then {@code holds} is null too
 * @param holds one row with one boolean: is the event {@code :eventId} of the customer there
 */
public record LiveSource(TailSource tail, Sql giveBack, Sql holds) {

  /** A system of which nothing is said. */
  public static final LiveSource NONE = new LiveSource(null, null, null);
}
