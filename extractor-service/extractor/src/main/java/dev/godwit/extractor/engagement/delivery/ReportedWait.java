package dev.godwit.extractor.engagement.delivery;

import dev.godwit.records.Counted;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A wait of a run for the delivery that is reported when it takes long. A wait is usually over
 * within moments; a longer one is reported once, and its end too. Not thread-safe.
 */
final class ReportedWait {
  /** A shorter wait is not reported. */
  static final Duration USUAL = Duration.ofSeconds(3);

  private final LongSupplier nanoTime;
  private final Consumer<String> waits;
  private final Consumer<Duration> recovered;
  private final long since;
  private boolean reported;

  /**
   * A wait that begins now.
   *
   * @param nanoTime as {@link System#nanoTime()}
   * @param waits receives once the cause of the wait
   * @param recovered receives the length of a wait that was reported
   */
  ReportedWait(LongSupplier nanoTime, Consumer<String> waits, Consumer<Duration> recovered) {
    this.nanoTime = nanoTime;
    this.waits = waits;
    this.recovered = recovered;
    this.since = nanoTime.getAsLong();
  }

  /**
   * The wait is not over yet.
   *
   * @param left number of records before the run's window that are not delivered
   * @param cause asked once, when the wait is reported: wait of this process' delivery; empty where
   *     it does not wait, or the records are another process' to deliver
   */
  void continues(long left, Supplier<Optional<String>> cause) {
    if (!reported && nanoTime.getAsLong() - since >= USUAL.toNanos()) {
      Optional<String> known = cause.get();
      reported = true;
      waits.accept(
          "%s before the run's window %s not delivered yet%s"
              .formatted(
                  Counted.of(left, "record"),
                  left == 1 ? "is" : "are",
                  known.map(": "::concat).orElse("; see the health of all extractors")));
    }
  }

  /** The wait is over, and the run continues. */
  void ends() {
    if (reported) {
      recovered.accept(Duration.ofNanos(nanoTime.getAsLong() - since));
    }
  }
}
