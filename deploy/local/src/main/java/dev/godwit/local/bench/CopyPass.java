package dev.godwit.local.bench;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One copy of all tables.
 *
 * @param rows rows copied
 * @param wall from the first statement to the last table's commit
 */
record CopyPass(long rows, Duration wall) {
  private static final int PASSES = 2;

  /**
   * The faster of two passes.
   *
   * @param progress receives a line for each
   */
  static CopyPass fastest(Supplier<CopyPass> measured, Consumer<String> progress) {
    CopyPass fastest = null;
    for (int i = 0; i < PASSES; i++) {
      CopyPass pass = measured.get();
      progress.accept(pass.toString());
      if (fastest == null || pass.wall.compareTo(fastest.wall) < 0) {
        fastest = pass;
      }
    }
    return fastest;
  }

  @Override
  public String toString() {
    return "%,d rows in %.2f s".formatted(rows, wall.toNanos() / 1e9);
  }
}
