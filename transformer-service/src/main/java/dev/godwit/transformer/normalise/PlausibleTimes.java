package dev.godwit.transformer.normalise;

import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.quarantine.QuarantinedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Times that an open or click can have. One that lies before email was read by programs, or far in
 * the future, is a wrong unit or a wrong clock: it is counted, and quarantined unless the owner
 * says that it is loaded. Thread-safe.
 */
public final class PlausibleTimes {
  /** First plausible time where a service is not set otherwise, as ISO 8601. */
  public static final String EARLIEST = "1990-01-01T00:00:00Z";

  /** How far after now a time may lie where a service is not set otherwise, as ISO 8601. */
  public static final String AHEAD = "P1D";

  /** Every time is plausible. */
  public static final PlausibleTimes ANY =
      new PlausibleTimes(Instant.MIN, null, true, InstantSource.system(), entity -> {});

  private final Instant earliest;
  private final Duration ahead;
  private final boolean isLoaded;
  private final InstantSource clock;
  private final Consumer<Entity> found;

  /**
   * Bounds.
   *
   * @param earliest first plausible time
   * @param ahead how far after now a time may lie; null for any
   * @param isLoaded whether an implausible one is loaded all the same
   * @param found receives the entity of each implausible one, loaded or not
   */
  public PlausibleTimes(
      Instant earliest,
      Duration ahead,
      boolean isLoaded,
      InstantSource clock,
      Consumer<Entity> found) {
    this.earliest = earliest;
    this.ahead = ahead;
    this.isLoaded = isLoaded;
    this.clock = clock;
    this.found = found;
  }

  /** The bounds of a service that is not set otherwise; an implausible time is quarantined. */
  public static PlausibleTimes standard() {
    return new PlausibleTimes(
        Instant.parse(EARLIEST),
        Duration.parse(AHEAD),
        false,
        InstantSource.system(),
        entity -> {});
  }

  /**
   * Checks a time.
   *
   * @param at null counts as plausible
   * @param field canonical field, for the error
   * @throws QuarantinedException where it is implausible, and not to be loaded
   */
  public void check(Entity entity, Instant at, String field) throws QuarantinedException {
    if (at == null || isPlausible(at)) {
      return;
    }
    found.accept(entity);
    if (!isLoaded) {
      throw new QuarantinedException(
          QuarantineReason.IMPLAUSIBLE_TIME,
          field,
          "Expected a time from %s up to %s after now, found one %s. Seconds, milliseconds or microseconds may have been taken for another."
              .formatted(earliest, ahead, at.isBefore(earliest) ? "before that" : "after that"));
    }
  }

  private boolean isPlausible(Instant at) {
    return !at.isBefore(earliest) && (ahead == null || !at.isAfter(clock.instant().plus(ahead)));
  }
}
