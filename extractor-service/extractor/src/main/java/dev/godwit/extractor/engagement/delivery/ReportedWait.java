package dev.godwit.extractor.engagement.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A run's wait for the delivery: usually over within moments; one that takes longer is told once,
 * and its end too, so that nobody has to guess why a frozen customer stands still. Used by one
 * thread.
 */
final class ReportedWait {
  /** What takes no longer is not worth a word. */
  static final Duration USUAL = Duration.ofSeconds(3);

  private final LongSupplier nanoTime;
  private final Consumer<String> waits;
  private final Consumer<Duration> recovered;
  private final long since;
  private boolean told;

  /**
   * Begins.
   *
   * @param nanoTime as {@link System#nanoTime()}
   * @param waits is told once what is waited for
   * @param recovered is told how long it took, where {@code waits} was told
   */
  ReportedWait(LongSupplier nanoTime, Consumer<String> waits, Consumer<Duration> recovered) {
    this.nanoTime = nanoTime;
    this.waits = waits;
    this.recovered = recovered;
    this.since = nanoTime.getAsLong();
  }

  /**
   * It is not over yet.
   *
   * @param left records in front of the run's window that are yet to be delivered
   * @param why what this process' delivery waits for; empty where it does not, as where it is at
   *     work, or the records are another process' to deliver
   */
  void goesOn(long left, Optional<String> why) {
    if (!told && nanoTime.getAsLong() - since >= USUAL.toNanos()) {
      told = true;
      waits.accept(
          "%d records in front of the run's window are yet to be delivered%s"
              .formatted(left, why.map(": "::concat).orElse("; see the health of all extractors")));
    }
  }

  /** It is over, and the run goes on. */
  void isOver() {
    if (told) {
      recovered.accept(Duration.ofNanos(nanoTime.getAsLong() - since));
    }
  }
}
