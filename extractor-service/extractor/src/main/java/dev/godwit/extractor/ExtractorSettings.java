package dev.godwit.extractor;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Settings of the extractor; validated at start. The defaults fit a heap of 256 MiB. None is a
 * secret: the source's user and password are in the source pack's database settings.
 */
@ConfigMapping(prefix = "godwit.extract")
public interface ExtractorSettings {
  /** Directory of the packs. */
  @WithDefault("${godwit.packs:schemas/packs/reference}")
  Path packs();

  /** Rows of a chunk, which is one Kafka transaction. */
  @WithDefault("${godwit.chunk-rows:25000}")
  int chunkRows();

  /** Hashes held at once by the search for merge groups, 8 bytes each. */
  @WithDefault("${godwit.merge-hashes:1000000}")
  int mergeHashes();

  /** Keys that all tails of this process remember together, 8 bytes each; others are sent twice. */
  @WithDefault("${godwit.tail-keys:200000}")
  int tailKeys();

  /** Time for which the opening cut waits for transactions that were open when the run started. */
  @WithDefault("${godwit.tail-patience:PT10S}")
  Duration tailTimeout();

  /** Keys of the source's own events that a return remembers at once; more are read in shares. */
  @WithDefault("${godwit.return-keys:1000000}")
  int returnKeys();

  /**
   * Checks the values.
   *
   * @throws IllegalStateException with every value that cannot work
   */
  default void validate() {
    List<String> problems = new ArrayList<>();
    requirePositive("chunk-rows", chunkRows(), problems);
    requirePositive("merge-hashes", mergeHashes(), problems);
    requirePositive("tail-keys", tailKeys(), problems);
    requirePositive("return-keys", returnKeys(), problems);
    if (tailTimeout().isNegative()) {
      problems.add(
          "Expected godwit.tail-patience not to be negative, found " + tailTimeout() + ".");
    }
    if (!problems.isEmpty()) {
      throw new IllegalStateException(
          String.join(" ", problems)
              + " Correct the extractor's configuration and start it again.");
    }
  }

  private static void requirePositive(String key, int value, List<String> problems) {
    if (value <= 0) {
      problems.add("Expected godwit.%s to be more than 0, found %d.".formatted(key, value));
    }
  }

  /** Validates and prints the values when the service starts. */
  @Singleton
  class Start {
    private static final Logger LOG = Logger.getLogger(ExtractorSettings.class);

    void onStart(@Observes StartupEvent start, ExtractorSettings settings) {
      settings.validate();
      LOG.debugf(
          "Settings: packs=%s chunk-rows=%d merge-hashes=%d tail-keys=%d tail-patience=%s return-keys=%d",
          settings.packs(),
          settings.chunkRows(),
          settings.mergeHashes(),
          settings.tailKeys(),
          settings.tailTimeout(),
          settings.returnKeys());
    }
  }
}
