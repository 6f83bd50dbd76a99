package dev.godwit.extractor;

import dev.godwit.linkage.store.SpillFolder;
import dev.godwit.wire.live.TailMark;
import dev.godwit.worker.settings.SettingsProblems;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the extractor, beside {@link dev.godwit.worker.settings.WorkerSettings}; validated at
 * start. The defaults fit a heap of 256 MiB. The tail's secret is one. The released keys lie
 * directly below {@code godwit}, such as {@code godwit.chunk-rows} or {@code GODWIT_CHUNK_ROWS}.
 */
@ConfigMapping(prefix = "godwit.extract")
public interface ExtractorSettings {
  /** Rows of a chunk, which is one Kafka transaction. */
  @WithDefault("${godwit.chunk-rows:25000}")
  int chunkRows();

  /** Hashes held at once by the search for merge groups, 8 bytes each. */
  @WithDefault("${godwit.merge-hashes:1000000}")
  int mergeHashes();

  /** Pairs of rows that may be one that a search keeps, about 150 bytes each while it plans. */
  @WithDefault("${godwit.merge-pairs:300000}")
  int mergePairs();

  /**
   * Folder of the spill files of a search for rows that may be one: about 400 bytes a row, which
   * hold personal data and are deleted at the end of the search. Those that a process left are
   * deleted at the start of the next.
   */
  @WithDefault("${godwit.spill-folder:${java.io.tmpdir}}")
  String spillFolder();

  /**
   * Rows of a chunk, and rows of the search for merge groups, on which the source's query may fail;
   * they are quarantined. More fail the run.
   */
  @WithDefault("${godwit.failing-rows:100}")
  int failingRows();

  /** Keys that all tails of this process remember together, 8 bytes each; others are sent twice. */
  @WithDefault("${godwit.tail-keys:200000}")
  int tailKeys();

  /**
   * Secrets, separated by commas, by which the tail's records are recognised; the first one marks
   * them. The transformer has to have the same.
   */
  @WithName("tail-secret")
  @WithDefault("${godwit.tail-secret:}")
  Optional<String> tailSecret();

  /**
   * Mark of the tail's records.
   *
   * @throws IllegalArgumentException where the secret is missing or too short
   */
  default TailMark tailMark() {
    return TailMark.of(tailSecret().orElse(""));
  }

  /** Time for which the opening cut waits for transactions that were open when the run started. */
  @WithDefault("${godwit.tail-patience:PT10S}")
  Duration tailTimeout();

  /** Keys of the source's own events that a return remembers at once; more are read in shares. */
  @WithDefault("${godwit.return-keys:1000000}")
  int returnKeys();

  /**
   * Whether a rehearsal tries mail providers: false where there is no webhooks process, which would
   * be waited for.
   */
  @WithDefault("${godwit.rehearse-webhooks:true}")
  boolean rehearseWebhooks();

  /** Checks the values when the service starts. */
  @Singleton
  class Start {
    void onStart(@Observes StartupEvent start, ExtractorSettings settings) {
      settings.validate();
      SpillFolder.deleteLeft(Path.of(settings.spillFolder()));
    }
  }

  /**
   * Checks the values.
   *
   * @throws IllegalStateException with every value that cannot work
   */
  default void validate() {
    new SettingsProblems()
        .positive("godwit.chunk-rows", chunkRows())
        .positive("godwit.merge-hashes", mergeHashes())
        .positive("godwit.merge-pairs", mergePairs())
        .notBlank("godwit.spill-folder", spillFolder())
        .positive("godwit.failing-rows", failingRows())
        .positive("godwit.tail-keys", tailKeys())
        .positive("godwit.tail-patience", tailTimeout())
        .positive("godwit.return-keys", returnKeys())
        .accepts("godwit.tail-secret", this::tailMark)
        .throwIfAny();
  }
}
