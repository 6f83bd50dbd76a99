package dev.godwit.local.command;

import dev.godwit.extractor.ExtractorSettings;
import java.time.Duration;
import java.util.Optional;

/** The extractor's defaults, for a search that a person starts. Immutable, thread-safe. */
record SearchSettings() implements ExtractorSettings {
  @Override
  public int chunkRows() {
    return 25_000;
  }

  @Override
  public int mergeHashes() {
    return 1_000_000;
  }

  @Override
  public int mergePairs() {
    return 300_000;
  }

  @Override
  public String spillFolder() {
    return System.getProperty("java.io.tmpdir");
  }

  @Override
  public int failingRows() {
    return 100;
  }

  @Override
  public int tailKeys() {
    throw notOfASearch();
  }

  @Override
  public Duration tailTimeout() {
    throw notOfASearch();
  }

  @Override
  public int returnKeys() {
    throw notOfASearch();
  }

  @Override
  public boolean rehearseWebhooks() {
    throw notOfASearch();
  }

  @Override
  public Optional<String> tailSecret() {
    throw notOfASearch();
  }

  private static UnsupportedOperationException notOfASearch() {
    return new UnsupportedOperationException("A search for rows that may be one does not use it.");
  }
}
