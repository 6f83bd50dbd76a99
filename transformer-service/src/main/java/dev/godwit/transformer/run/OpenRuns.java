package dev.godwit.transformer.run;

import dev.godwit.pack.TargetPack;
import dev.godwit.worker.RunSpec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The runs whose records are passing, each with its compiled pack. Asks whether a run was stopped
 * once a batch, not once a record. For one thread.
 */
public final class OpenRuns {
  /** The pack of a run, checked against its database's catalogue. */
  public interface PackOfRun {
    /** What is known by now; does not wait. */
    PackAnswer ask(RunSpec run);

    /** The run is over: its pack is not needed any more. */
    void forget(String runId);
  }

  /** An answer about a pack. */
  public sealed interface PackAnswer {
    record Checked(TargetPack pack) implements PackAnswer {}

    record NotYet(String why) implements PackAnswer {}
  }

  private final Function<String, Optional<RunSpec>> runs;
  private final Predicate<String> stopped;
  private final PackOfRun packs;
  private final Map<String, RunState.Ready> ready = new HashMap<>();
  private final Set<String> askedThisBatch = new HashSet<>();
  private String lastRunId;
  private RunState lastState;

  /**
   * Over the run registry.
   *
   * @param runs a run by its id, where it was heard of
   * @param stopped whether a run is over or is being undone
   */
  public OpenRuns(
      Function<String, Optional<RunSpec>> runs, Predicate<String> stopped, PackOfRun packs) {
    this.runs = runs;
    this.stopped = stopped;
    this.packs = packs;
  }

  /** A new batch begins: what was known of the runs is asked again. */
  public void beginBatch() {
    lastRunId = null;
    lastState = null;
    askedThisBatch.clear();
  }

  /** State of a run, the same for a whole batch once it is ready or stopped. */
  public RunState state(String runId) {
    if (runId.equals(lastRunId)) {
      return lastState;
    }
    RunState state = find(runId);
    if (!(state instanceof RunState.Waiting)) {
      lastRunId = runId;
      lastState = state;
    }
    return state;
  }

  /** True where the run was started at some time, as of now. */
  boolean isHeard(String runId) {
    return stopped.test(runId) || runs.apply(runId).isPresent();
  }

  /** The outcome of what has to wait for a run. */
  Outcome.Held held(String runId, RunState.Waiting waiting) {
    return new Outcome.Held(
        runId, waiting.why(), () -> !(state(runId) instanceof RunState.Waiting));
  }

  /** True where the run is over or is being undone, as of now. */
  public boolean isStopped(String runId) {
    return stopped.test(runId);
  }

  /** The only run whose customer a record's key begins with; empty where there is none or more. */
  public Optional<RunSpec> ofKey(byte[] key) {
    RunSpec found = null;
    for (RunState.Ready state : ready.values()) {
      RunSpec run = state.transform().run();
      byte[] prefix = (run.customer() + "/").getBytes(StandardCharsets.UTF_8);
      boolean begins =
          key != null
              && key.length >= prefix.length
              && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
      if (begins && !stopped.test(run.runId())) {
        if (found != null) {
          return Optional.empty();
        }
        found = run;
      }
    }
    return Optional.ofNullable(found);
  }

  private RunState find(String runId) {
    RunState.Ready known = ready.get(runId);
    if (known != null && !askedThisBatch.add(runId)) {
      return known;
    }
    if (stopped.test(runId)) {
      ready.remove(runId);
      packs.forget(runId);
      return new RunState.Stopped();
    }
    if (known != null) {
      return known;
    }
    Optional<RunSpec> run = runs.apply(runId);
    if (run.isEmpty()) {
      return new RunState.Waiting("the event that starts run " + runId);
    }
    return switch (packs.ask(run.get())) {
      case PackAnswer.NotYet notYet -> new RunState.Waiting(notYet.why());
      case PackAnswer.Checked checked -> {
        RunState.Ready now = new RunState.Ready(new RunTransform(run.get(), checked.pack()));
        ready.put(runId, now);
        yield now;
      }
    };
  }
}
