package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.domain.decide.Settings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the control plane, {@code godwit.control} in application.yaml. */
@ConfigMapping(prefix = "godwit.control")
interface EngineConfiguration {
  /** Whether who asked must neither approve nor waive. */
  @WithDefault("true")
  boolean approvalByAnother();

  /** How many live runs may be on at once. */
  @WithDefault("1")
  int maxLiveRuns();

  /** Source pack of a request that names none. */
  @WithDefault("reference-legacy")
  String sourcePack();

  /** Target pack of a request that names none. */
  @WithDefault("reference-crm")
  String targetPack();

  /** At most so many chunks of a run are out at once. */
  @WithDefault("16")
  int chunkWindow();

  /** How many runs in a row may be abandoned before the last one counts as failed. */
  @WithDefault("5")
  int maxAttempts();

  /** Rows per second, freeze to verdict, that an estimate assumes. */
  @WithDefault("30000")
  long estimateRowsPerSecond();

  /** Percent of contacts or emails that a live run may have more than its rehearsal had. */
  @WithDefault("20")
  int maxGrowthPercent();

  /** Interval between cuts of live engagement; zero for none. */
  @WithDefault("PT1H")
  Duration liveCutEvery();

  /** The same, later on after a commit. */
  @WithDefault("PT24H")
  Duration liveCutLaterEvery();

  /** How long after the commit that begins. */
  @WithDefault("P7D")
  Duration liveCutLaterAfter();

  /** Whether the stores are built from the events at the start, even where they are full. */
  @WithDefault("false")
  boolean rebuild();

  default Settings settings() {
    return new Settings(
        approvalByAnother(),
        maxLiveRuns(),
        sourcePack(),
        targetPack(),
        chunkWindow(),
        maxAttempts(),
        estimateRowsPerSecond(),
        maxGrowthPercent(),
        cuts().verdictWithin());
  }

  default CutIntervals cuts() {
    return new CutIntervals(liveCutEvery(), liveCutLaterEvery(), liveCutLaterAfter());
  }
}
