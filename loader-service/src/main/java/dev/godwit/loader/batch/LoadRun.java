package dev.godwit.loader.batch;

import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.reference.PassedCuts;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.worker.run.RunSpec;

/**
 * A run that this process loads.
 *
 * @param fenced as the target database knows it
 * @param target where its rows go
 * @param passed cuts that it has passed
 */
public record LoadRun(FencedRun fenced, RunTarget target, PassedCuts passed) {
  public String runId() {
    return fenced.runId();
  }

  /** For reports and logs; the loader does not know the source pack. */
  public RunSpec spec() {
    return new RunSpec(
        fenced.runId(),
        fenced.customer(),
        fenced.run(),
        fenced.kind(),
        "",
        fenced.targetPack(),
        RunSpec.NOT_KNOWN);
  }
}
