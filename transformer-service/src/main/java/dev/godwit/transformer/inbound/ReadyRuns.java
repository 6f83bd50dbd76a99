package dev.godwit.transformer.inbound;

import dev.godwit.pack.TargetPack;
import dev.godwit.transformer.entity.RunTransform;
import dev.godwit.transformer.fix.RecordFixes;
import dev.godwit.transformer.normalise.PlausibleTimes;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
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
 * The runs whose records are read, each with its compiled pack: a run is ready when its {@link
 * RunStatus} allows to write for it and its pack is checked. Reads a run's status once a batch, not
 * once a record. For one thread.
 */
final class ReadyRuns {
  /** Whether the records of a run can be transformed now. */
  sealed interface Readiness {
    /**
     * They are transformed.
     *
     * @param pack its pack
     * @param resumes how often the run had been resumed when its pack was checked
     */
    record Ready(RunTransform transform, TargetPack pack, int resumes) implements Readiness {}

    /**
     * They wait: the run's event is not consumed yet, its target database is down, or its pack is
     * refused and the run is held until a person resumes it.
     *
     * @param why the awaited part
     */
    record Waiting(String why) implements Readiness {}

    /** Nothing is written for the run any more: they are skipped. */
    record Closed() implements Readiness {}
  }

  /** The target pack of a run, checked against its database's catalogue. */
  interface PackOfRun {
    /** The pack as far as it is known; does not wait. */
    PackState of(RunStatus status);

    /** Times that an open or click can have. */
    default PlausibleTimes times() {
      return PlausibleTimes.ANY;
    }

    /** Whether a run that is over has to go on with other files than those of the pack. */
    default boolean isOutdated(RunStatus status, TargetPack pack) {
      return false;
    }

    /** Fixes that hold for a run whose pack is checked. */
    default RecordFixes fixes(RunSpec run) {
      return RecordFixes.NONE;
    }

    /** Drops the pack of a run for which nothing is written any more. */
    void forget(String runId);
  }

  /** State of a run's pack. */
  sealed interface PackState {
    /**
     * It fits its database.
     *
     * @param resumes how often the run had been resumed when it was checked
     */
    record Checked(TargetPack pack, int resumes) implements PackState {}

    record Unchecked(String why) implements PackState {}
  }

  private final Function<String, Optional<RunStatus>> statuses;
  private final Predicate<RunStatus> writes;
  private final PackOfRun packs;
  private final Map<String, Readiness.Ready> ready = new HashMap<>();
  private final Set<String> confirmedThisBatch = new HashSet<>();
  private String lastRunId;
  private Readiness last;

  /**
   * Over the run registry.
   *
   * @param statuses status of a run; empty where its start is not consumed yet
   * @param writes whether a status allows to write the records that are asked for here
   */
  ReadyRuns(
      Function<String, Optional<RunStatus>> statuses,
      Predicate<RunStatus> writes,
      PackOfRun packs) {
    this.statuses = statuses;
    this.writes = writes;
    this.packs = packs;
  }

  /** Begins a batch: the statuses are read again. */
  void beginBatch() {
    lastRunId = null;
    last = null;
    confirmedThisBatch.clear();
  }

  /** Readiness of a run, the same for a whole batch once it is ready or closed. */
  Readiness of(String runId) {
    if (runId.equals(lastRunId)) {
      return last;
    }
    Readiness found = find(runId);
    if (!(found instanceof Readiness.Waiting)) {
      lastRunId = runId;
      last = found;
    }
    return found;
  }

  private Readiness find(String runId) {
    Readiness.Ready known = ready.get(runId);
    if (known != null && !confirmedThisBatch.add(runId)) {
      return known;
    }
    Optional<RunStatus> status = statuses.apply(runId);
    if (status.isEmpty()) {
      return new Readiness.Waiting("the event that starts run " + runId);
    }
    if (!writes.test(status.get())) {
      ready.remove(runId);
      packs.forget(runId);
      return new Readiness.Closed();
    }
    if (known != null
        && status.get().resumes() <= known.resumes()
        && !packs.isOutdated(status.get(), known.pack())) {
      return known;
    }
    RunSpec run = status.get().run();
    return switch (packs.of(status.get())) {
      case PackState.Unchecked unchecked -> new Readiness.Waiting(unchecked.why());
      case PackState.Checked checked -> {
        Readiness.Ready now =
            new Readiness.Ready(
                new RunTransform(run, checked.pack(), packs.times(), packs.fixes(run)),
                checked.pack(),
                checked.resumes());
        ready.put(runId, now);
        yield now;
      }
    };
  }

  /** The outcome of a record that waits for a run. */
  Outcome.Held held(String runId, Readiness.Waiting waiting) {
    return new Outcome.Held(runId, waiting.why(), () -> !(of(runId) instanceof Readiness.Waiting));
  }

  /** True where the run's start is consumed, as of now. */
  boolean isKnown(String runId) {
    return statuses.apply(runId).isPresent();
  }

  /** True where nothing is written for the run any more, as of now. */
  boolean isClosed(String runId) {
    return statuses.apply(runId).filter(writes.negate()).isPresent();
  }

  /** The only run whose customer a record's key begins with; empty where there is none or more. */
  Optional<RunSpec> ofKey(byte[] key) {
    RunSpec found = null;
    for (Readiness.Ready candidate : ready.values()) {
      RunSpec run = candidate.transform().run();
      byte[] prefix = (run.customer() + "/").getBytes(StandardCharsets.UTF_8);
      boolean begins =
          key != null
              && key.length >= prefix.length
              && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
      if (begins && !isClosed(run.runId())) {
        if (found != null) {
          return Optional.empty();
        }
        found = run;
      }
    }
    return Optional.ofNullable(found);
  }
}
