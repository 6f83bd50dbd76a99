package dev.godwit.transformer.inbound;

import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.merge.RunMerges;
import dev.godwit.worker.run.RunSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The merge groups of the runs whose live events are read. Groups that {@code crm.identities.v1}
 * does not have as they were published fail the run: its live events wait until it is resumed, and
 * are not matched with parents by half of the groups. They are read again then, and after a time,
 * since a committed run is not resumed. A failure is reported once for each text and each resume.
 * For one thread.
 */
final class LiveMerges implements MergesOfRun {
  private static final Logger LOG = Logger.getLogger(LiveMerges.class);

  /** Reads the groups of a run. */
  interface Source {
    /** The groups; empty where the run's plan was not consumed yet. */
    Optional<RunMerges> of(RunSpec run) throws StageFailedException;
  }

  /** Reports a failure. */
  interface Failures {
    void report(RunSpec run, int resumes, StageFailedException failure);
  }

  private record Failed(String error, int resumes, long atMillis) {}

  private final Source source;
  private final Failures failures;
  private final Duration readAgainAfter;
  private final InstantSource clock;
  private final Map<String, Failed> failed = new HashMap<>();

  /**
   * @param readAgainAfter time after which groups that could not be read are read again
   */
  LiveMerges(Source source, Failures failures, Duration readAgainAfter, InstantSource clock) {
    this.source = source;
    this.failures = failures;
    this.readAgainAfter = readAgainAfter;
    this.clock = clock;
  }

  @Override
  public Answer of(RunSpec run, int resumes) {
    Failed before = failed.get(run.runId());
    if (before != null
        && resumes <= before.resumes()
        && clock.millis() - before.atMillis() < readAgainAfter.toMillis()) {
      return refused();
    }
    try {
      Answer answer =
          source
              .of(run)
              .<Answer>map(Answer.Known::new)
              .orElseGet(() -> new Answer.Waiting("the plan of run " + run.runId()));
      failed.remove(run.runId());
      return answer;
    } catch (StageFailedException e) {
      fail(run, resumes, before, e);
      return refused();
    }
  }

  private static Answer refused() {
    return new Answer.Waiting("a person who restores the merge groups in crm.identities.v1");
  }

  private void fail(RunSpec run, int resumes, Failed before, StageFailedException failure) {
    String error = failure.getMessage();
    failed.put(run.runId(), new Failed(error, resumes, clock.millis()));
    if (before == null || !before.error().equals(error) || before.resumes() != resumes) {
      LOG.errorf(
          "customer=%s run=%d: live events that refer to others wait, since the run's merge groups cannot be read; they are read again after %s: %s",
          run.customer(), run.run(), readAgainAfter, error);
      failures.report(run, resumes, failure);
    }
  }
}
