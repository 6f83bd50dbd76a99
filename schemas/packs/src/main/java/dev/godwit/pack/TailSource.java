package dev.godwit.pack;

import java.time.Duration;

/**
 * How a table of the source's engagements is followed while it is written to. Rows come by the
 * query's own key, which is one whole number that grows.
 *
 * @param horizon one row: {@code now}, a measure of the present moment; {@code over}, the moment
 *     before which every transaction that is still open had not begun, NULL where that cannot be
 *     told now; and, both or neither, {@code next}, the number that the next writing transaction
 *     will get, and {@code oldest}, the lowest number of one that is still open. Moments are
 *     microseconds
 * @param settle keys may be drawn this long before the transaction that writes their row begins
 * @param behind keys may come this many below the highest that is seen, as where they are handed
 *     out in blocks that are used up within {@code settle}
 * @param every pause between two looks while rows come
 * @param rowsPerSecond most rows read in a second, those that are read again included
 */
public record TailSource(
    Sql horizon, Duration settle, long behind, Duration every, int rowsPerSecond) {

  /** Where the pack says nothing. */
  public static final Duration SETTLE = Duration.ofSeconds(1);

  /** Where the pack says nothing. */
  public static final Duration EVERY = Duration.ofMillis(500);

  /** Where the pack says nothing. */
  public static final int ROWS_PER_SECOND = 5000;
}
