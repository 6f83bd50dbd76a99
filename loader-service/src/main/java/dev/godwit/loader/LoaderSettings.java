package dev.godwit.loader;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much the loader takes at once. The defaults fit a heap of 256 MiB. */
@ConfigMapping(prefix = "godwit.load")
public interface LoaderSettings {
  /** Threads that load, each with a connection to the target and a share of the partitions. */
  @WithDefault("2")
  int lanes();

  /** Most records in one database transaction. */
  @WithDefault("20000")
  int batchRecords();

  /** Bytes of tuples after which a transaction takes no more records. */
  @WithDefault("16777216")
  long batchBytes();

  /** Most bytes that the broker sends in one answer. */
  @WithDefault("6291456")
  int fetchBytes();

  /** Bytes that the broker collects before it answers, if that takes no longer than the wait. */
  @WithDefault("524288")
  int fetchMinBytes();

  /** How long the broker collects. */
  @WithDefault("100ms")
  Duration fetchWait();

  /** How often a partition that waits is looked at again. */
  @WithDefault("200ms")
  Duration lookAgain();

  /** How long a run that cannot be loaded, or looked at, waits before it is tried again. */
  @WithDefault("2s")
  Duration retryAfter();
}
