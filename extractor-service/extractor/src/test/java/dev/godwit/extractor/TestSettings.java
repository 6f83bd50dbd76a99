package dev.godwit.extractor;

import java.nio.file.Path;
import java.time.Duration;

/** Settings of a test. */
public record TestSettings(
    Path packs, int chunkRows, int mergeHashes, int tailKeys, Duration tailTimeout, int returnKeys)
    implements ExtractorSettings {
  private static final TestSettings USUAL =
      new TestSettings(Path.of("."), 25_000, 1000, 1000, Duration.ofSeconds(10), 1000);

  public static TestSettings packs(Path packs) {
    return new TestSettings(
        packs, USUAL.chunkRows, USUAL.mergeHashes, USUAL.tailKeys, USUAL.tailTimeout, 1000);
  }

  public static TestSettings plan(int chunkRows, int mergeHashes) {
    return new TestSettings(
        USUAL.packs, chunkRows, mergeHashes, USUAL.tailKeys, USUAL.tailTimeout, 1000);
  }

  public static TestSettings tail(Duration timeout, int keys) {
    return new TestSettings(USUAL.packs, 25_000, USUAL.mergeHashes, keys, timeout, 1000);
  }
}
