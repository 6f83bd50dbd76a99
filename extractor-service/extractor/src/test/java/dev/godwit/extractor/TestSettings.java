package dev.godwit.extractor;

import java.time.Duration;
import java.util.Optional;

/** Settings of a test. */
public record TestSettings(
    int chunkRows,
    int mergeHashes,
    int failingRows,
    int tailKeys,
    Duration tailTimeout,
    int returnKeys,
    boolean rehearseWebhooks)
    implements ExtractorSettings {

  public static TestSettings plan(int chunkRows, int mergeHashes) {
    return new TestSettings(chunkRows, mergeHashes, 3, 1000, Duration.ofSeconds(10), 1000, true);
  }

  public static TestSettings tail(Duration timeout, int keys) {
    return new TestSettings(25_000, 1000, 3, keys, timeout, 1000, true);
  }

  /** Where there is no webhooks process. */
  public TestSettings withoutWebhooks() {
    return new TestSettings(
        chunkRows, mergeHashes, failingRows, tailKeys, tailTimeout, returnKeys, false);
  }

  @Override
  public int mergePairs() {
    return 10_000;
  }

  @Override
  public String spillFolder() {
    return System.getProperty("java.io.tmpdir");
  }

  @Override
  public Optional<String> tailSecret() {
    return Optional.of("s".repeat(32));
  }
}
