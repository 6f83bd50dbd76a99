package dev.godwit.loader;

import dev.godwit.worker.settings.SettingsProblems;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the loader beyond those of every service. The defaults fit a heap of 256 MiB. None is
 * a secret: the target's user and password are in the target pack's database settings.
 */
@ConfigMapping(prefix = "godwit.load")
public interface LoaderSettings {
  /**
   * Target pack whose database is the primary one, which quarantines records that belong to no run,
   * also while the pack has findings; empty or no pack's name for the first by name that can be
   * read. Read at the start.
   */
  @WithDefault("${godwit.target-pack:}")
  Optional<String> targetPack();

  /** Worker threads, each with a connection to the target and a share of the partitions. */
  @WithName("lanes")
  @WithDefault("2")
  int workers();

  /** Most records in one database transaction. */
  @WithDefault("20000")
  int batchRecords();

  /** Bytes of encoded rows after which a transaction takes no more records. */
  @WithDefault("16777216")
  long batchBytes();

  /** Most bytes in one answer of the broker. */
  @WithDefault("6291456")
  int fetchBytes();

  /** Bytes that the broker collects before it answers, within {@link #fetchWait}. */
  @WithDefault("524288")
  int fetchMinBytes();

  /** Longest time for which the broker collects. */
  @WithDefault("100ms")
  Duration fetchWait();

  /** Interval at which paused partitions are checked. */
  @WithName("look-again")
  @WithDefault("200ms")
  Duration checkPausesEvery();

  /** Pause before a run that could not be loaded, or read, is tried again. */
  @WithDefault("2s")
  Duration retryAfter();

  /** Time after which the partitions of a process that is silent go to others. */
  @WithDefault("10s")
  Duration sessionTimeout();

  /**
   * Checks the values.
   *
   * @throws IllegalStateException with every value that cannot work
   */
  default void validate() {
    new SettingsProblems()
        .positive("godwit.load.lanes", workers())
        .positive("godwit.load.batch-records", batchRecords())
        .positive("godwit.load.batch-bytes", batchBytes())
        .positive("godwit.load.fetch-bytes", fetchBytes())
        .positive("godwit.load.fetch-min-bytes", fetchMinBytes())
        .positive("godwit.load.fetch-wait", fetchWait())
        .positive("godwit.load.look-again", checkPausesEvery())
        .positive("godwit.load.retry-after", retryAfter())
        .positive("godwit.load.session-timeout", sessionTimeout())
        .throwIfAny();
  }
}
