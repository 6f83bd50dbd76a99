package dev.godwit.worker.run;

import dev.godwit.common.v1.Stage;
import dev.godwit.event.v1.ReplayResumed;
import dev.godwit.event.v1.ReplayStarted;
import dev.godwit.worker.run.ReplayControl.State;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The {@link ReplayControl} of each replay of each run, folded from the events of replays. Part of
 * {@link RunStatusTable}, which guards it. Not thread-safe.
 */
final class ReplayControls {
  private final Map<String, TreeMap<Integer, ReplayControl>> byRun = new HashMap<>();
  private final Map<String, Set<Integer>> ofTransformer = new HashMap<>();

  Optional<ReplayControl> newest(String runId) {
    return Optional.ofNullable(byRun.get(runId)).map(replays -> replays.lastEntry().getValue());
  }

  Optional<ReplayControl> of(String runId, int number) {
    return Optional.ofNullable(byRun.get(runId)).map(replays -> replays.get(number));
  }

  /** Whether an event ordered a replay of the transformer's stage. */
  boolean isOfTransformer(String runId, int number) {
    return ofTransformer.getOrDefault(runId, Set.of()).contains(number);
  }

  void start(String runId, ReplayStarted started) {
    if (started.getStage() == Stage.TRANSFORM) {
      ofTransformer.computeIfAbsent(runId, id -> new HashSet<>()).add(started.getReplay());
    }
    byRun
        .computeIfAbsent(runId, id -> new TreeMap<>())
        .putIfAbsent(
            started.getReplay(),
            new ReplayControl(started.getReplay(), State.RUNNING, started.getRate()));
  }

  void pause(String runId, int number) {
    change(runId, number, control -> control.with(State.PAUSED));
  }

  void resume(String runId, ReplayResumed resumed) {
    change(
        runId,
        resumed.getReplay(),
        control -> new ReplayControl(control.number(), State.RUNNING, resumed.getRate()));
  }

  void cancel(String runId, int number) {
    change(runId, number, control -> control.with(State.CANCELLED));
  }

  void end(String runId, int number) {
    change(runId, number, control -> control.with(State.OVER));
  }

  /** Ends all replays of a run, because the run is being undone or has ended. */
  void endAll(String runId) {
    if (byRun.containsKey(runId)) {
      byRun.get(runId).replaceAll((number, control) -> control.with(State.OVER));
    }
  }

  /** A replay that was cancelled or is over stays so. */
  private void change(String runId, int number, UnaryOperator<ReplayControl> change) {
    TreeMap<Integer, ReplayControl> replays = byRun.get(runId);
    if (replays != null) {
      replays.computeIfPresent(
          number, (key, control) -> control.isEnding() ? control : change.apply(control));
    }
  }
}
