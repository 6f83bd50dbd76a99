package dev.godwit.sampledata;

import java.util.function.LongConsumer;

/** Tells the number of rows so far, now and then. Not thread-safe. */
final class Progress {
  private static final long EVERY_ROWS = 50_000;

  private final LongConsumer listener;
  private long rows;

  Progress(LongConsumer listener) {
    this.listener = listener;
  }

  void row() {
    rows++;
    if (rows % EVERY_ROWS == 0) {
      listener.accept(rows);
    }
  }
}
