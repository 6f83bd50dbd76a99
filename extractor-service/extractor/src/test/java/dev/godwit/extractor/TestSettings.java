package dev.godwit.extractor;

import java.time.Duration;

/** Settings of a test. */
public record TestSettings(
    int chunkRows,
    int mergeHashes,
    int failingRows,
    int tailKeys,
    Duration tailTimeout,
    int returnKeys)
    implements ExtractorSettings {

  public static TestSettings plan(int chunkRows, int mergeHashes) {
    return new TestSettings(chunkRows, mergeHashes, 3, 1000, Duration.ofSeconds(10), 1000);
  }

  public static TestSettings tail(Duration timeout, int keys) {
    return new TestSettings(25_000, 1000, 3, keys, timeout, 1000);
  }
}
