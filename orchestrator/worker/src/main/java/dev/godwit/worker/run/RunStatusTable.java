package dev.godwit.worker.run;

import dev.godwit.common.v1.RunKind;
import dev.godwit.event.v1.CutStarted;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.ExtractionPlanned;
import dev.godwit.event.v1.MigrationCancelled;
import dev.godwit.event.v1.MigrationCommitted;
import dev.godwit.event.v1.MigrationRolledBack;
import dev.godwit.event.v1.PurgeStarted;
import dev.godwit.event.v1.RehearsalFailed;
import dev.godwit.event.v1.RehearsalPassed;
import dev.godwit.event.v1.ReplayCancelled;
import dev.godwit.event.v1.ReplayFailed;
import dev.godwit.event.v1.ReplayFinished;
import dev.godwit.event.v1.ReplayPaused;
import dev.godwit.event.v1.ReplayResumed;
import dev.godwit.event.v1.ReplayStarted;
import dev.godwit.event.v1.RollbackStarted;
import dev.godwit.event.v1.RunAbandoned;
import dev.godwit.event.v1.RunRefused;
import dev.godwit.event.v1.RunResumed;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.jboss.logging.Logger;

/**
 * Folds the events into the {@link RunStatus} of each run and into its window of live engagement,
 * the same ones always to the same table. Every event type of the catalogue stands in the
 * constructor or among the {@link EventsWithoutStatus}; a test fails for one that does not. Keeps
 * each run for ever, a few hundred bytes each. Thread-safe; waiting threads are woken by every
 * event.
 */
@Singleton
public final class RunStatusTable {
  private static final Logger LOG = Logger.getLogger(RunStatusTable.class);
  private static final int ENVELOPE = 0;
  private final Map<Class<?>, BiConsumer<Envelope, SpecificRecord>> changes = new HashMap<>();
  private final Map<String, RunStatus> statuses = new ConcurrentHashMap<>();
  private final Map<String, RunSpec> newest = new HashMap<>();
  private final CutOffsets cuts = new CutOffsets();
  private final ReplayControls replays = new ReplayControls();
  private volatile Map<String, List<LiveWindows.Window>> windows = Map.of();
  private volatile Set<Entity> entities = Entity.BUILT_IN_AND_LIVE;

  /** An empty table, as before the first event. */
  public RunStatusTable() {
    on(RunStarted.class, this::start);
    on(RunAbandoned.class, (of, event) -> stop(of));
    on(RollbackStarted.class, (of, event) -> stop(of));
    on(PurgeStarted.class, (of, event) -> stop(of));
    on(RunRefused.class, (of, event) -> end(of));
    on(RehearsalPassed.class, (of, event) -> end(of));
    on(RehearsalFailed.class, (of, event) -> end(of));
    on(MigrationRolledBack.class, (of, event) -> end(of));
    on(MigrationCancelled.class, (of, event) -> endAll(of.getMigrationId()));
    on(MigrationCommitted.class, (of, event) -> commit(of));
    on(RunResumed.class, (of, event) -> resume(of, event.getResumes()));
    on(ReplayStarted.class, (of, event) -> replays.start(runId(of), event));
    on(ReplayPaused.class, (of, event) -> replays.pause(runId(of), event.getReplay()));
    on(ReplayResumed.class, (of, event) -> replays.resume(runId(of), event));
    on(ReplayCancelled.class, (of, event) -> replays.cancel(runId(of), event.getReplay()));
    on(ReplayFinished.class, (of, event) -> replays.end(runId(of), event.getReplay()));
    on(ReplayFailed.class, (of, event) -> replays.end(runId(of), event.getReplay()));
    on(CutStarted.class, this::orderCut);
    on(CutWritten.class, this::writeCut);
    on(ExtractionPlanned.class, (of, event) -> move(event));
    EventsWithoutStatus.TYPES.forEach(type -> changes.put(type, (of, event) -> {}));
  }

  private <E extends SpecificRecord> void on(Class<E> type, BiConsumer<Envelope, E> change) {
    changes.put(type, (of, event) -> change.accept(of, type.cast(event)));
  }

  /**
   * Takes the next event of {@code migration.events.v1}; records of other topics change nothing.
   */
  public synchronized void apply(SpecificRecord event) {
    if (event.getSchema().getFields().isEmpty()
        || !(event.get(ENVELOPE) instanceof Envelope envelope)) {
      return;
    }
    if (!isClassified(event.getClass())) {
      LOG.warnf(
          "customer=%s run=%d: expected an event type that this version knows, found %s; the run's"
              + " status stays as it is. Update this service.",
          envelope.getMigrationId(), envelope.getRun(), event.getSchema().getFullName());
    }
    BiConsumer<Envelope, SpecificRecord> change = changes.get(event.getClass());
    if (change != null) {
      change.accept(envelope, event);
    }
    notifyAll();
  }

  /** True where the fold says what an event type changes, even if that is nothing. */
  boolean isClassified(Class<?> eventType) {
    return changes.containsKey(eventType);
  }

  /** Status of a run; empty where its {@code RunStarted} was not consumed yet. */
  public Optional<RunStatus> status(String runId) {
    return Optional.ofNullable(statuses.get(runId));
  }

  /** Runs that write rows, as far as events were consumed. */
  public List<RunSpec> running() {
    return statuses.values().stream().filter(RunStatus::writesRows).map(RunStatus::run).toList();
  }

  /** The customer's run of the highest number; empty where it has had none. */
  public synchronized Optional<RunSpec> newestRunOf(String customer) {
    return Optional.ofNullable(newest.get(customer));
  }

  /** As {@link #status}, waits for the run's {@code RunStarted}. */
  public synchronized RunStatus awaitStatus(String runId) throws InterruptedException {
    while (!statuses.containsKey(runId)) {
      wait();
    }
    return statuses.get(runId);
  }

  /**
   * Waits until a run was resumed more often than so many times, or is no longer on.
   *
   * @return the status then
   */
  public synchronized RunStatus awaitResumed(String runId, int resumes)
      throws InterruptedException {
    while (awaitStatus(runId) instanceof RunStatus.Running on && on.resumes() <= resumes) {
      wait();
    }
    return statuses.get(runId);
  }

  /** Control of the newest replay of a run; empty where it has had none. */
  public synchronized Optional<ReplayControl> replay(String runId) {
    return replays.newest(runId);
  }

  /** Whether an event ordered a replay of the transformer's stage for a run. */
  public synchronized boolean isReplayOfTransformer(String runId, int number) {
    return replays.isOfTransformer(runId, number);
  }

  /** Control of a replay of a run; waits for its {@code ReplayStarted}. */
  public synchronized ReplayControl awaitReplay(String runId, int number)
      throws InterruptedException {
    while (replays.of(runId, number).isEmpty()) {
      wait();
    }
    return replays.of(runId, number).get();
  }

  /**
   * Waits until a replay's control is another one than the caller knows, or a timeout has passed.
   *
   * @return the control then; the same one after the timeout
   */
  public synchronized ReplayControl awaitReplayChange(
      String runId, ReplayControl known, Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    long left = timeout.toNanos();
    while (left > 0 && awaitReplay(runId, known.number()).equals(known)) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
    return awaitReplay(runId, known.number());
  }

  /** Every entity that a run has moved, the built-in ones and LIVE too; replaced where it grows. */
  Set<Entity> entities() {
    return entities;
  }

  private void move(ExtractionPlanned planned) {
    Set<Entity> grown = new TreeSet<>(entities);
    planned.getEntities().forEach(plan -> grown.add(Entities.of(plan)));
    grown.remove(Entity.UNKNOWN);
    if (grown.size() > entities.size()) {
      entities = Collections.unmodifiableSet(grown);
    }
  }

  private void start(Envelope of, RunStarted started) {
    // A run begins only once the one before it has ended; after RunAbandoned nothing else says so.
    endAll(of.getMigrationId());
    String runId = runId(of);
    RunSpec run =
        new RunSpec(
            runId,
            started.getCustomer(),
            of.getRun(),
            started.getKind(),
            started.getSourcePack(),
            started.getTargetPack(),
            started.getDerivedIds(),
            started.getDecisions());
    statuses.put(runId, new RunStatus.Running(run));
    newest.merge(run.customer(), run, (a, b) -> a.run() > b.run() ? a : b);
  }

  private void resume(Envelope of, int resumes) {
    statuses.computeIfPresent(
        runId(of),
        (id, status) ->
            status instanceof RunStatus.Running on
                ? new RunStatus.Running(on.run(), Math.max(on.resumes(), resumes))
                : status);
  }

  private void stop(Envelope of) {
    replays.endAll(runId(of));
    statuses.computeIfPresent(
        runId(of),
        (id, status) ->
            status instanceof RunStatus.Running on ? new RunStatus.Stopping(on.run()) : status);
  }

  private void end(Envelope of) {
    replays.endAll(runId(of));
    statuses.put(runId(of), new RunStatus.Ended(runOf(of)));
  }

  private void commit(Envelope of) {
    statuses.put(runId(of), new RunStatus.Committed(runOf(of), window(runId(of))));
  }

  private void endAll(String customer) {
    statuses.replaceAll(
        (id, status) -> {
          if (status.isOver() || !RunSpec.customerOf(id).equals(customer)) {
            return status;
          }
          replays.endAll(id);
          return new RunStatus.Ended(status.run());
        });
  }

  /** The run of an event; where its start could not be read, one without packs. */
  private RunSpec runOf(Envelope of) {
    return status(runId(of))
        .map(RunStatus::run)
        .orElseGet(
            () -> RunSpec.named(runId(of), of.getMigrationId(), of.getRun(), RunKind.REHEARSAL));
  }

  private void orderCut(Envelope of, CutStarted ordered) {
    cuts.order(runId(of), Entities.of(ordered), ordered.getCut());
  }

  private void writeCut(Envelope of, CutWritten written) {
    String runId = runId(of);
    cuts.write(runId, Entities.of(written), written.getCut(), written.getOffsets());
    if (!Entities.of(written).equals(Entity.LIVE)) {
      return;
    }
    List<Long> offsets = List.copyOf(written.getOffsets());
    Optional<LiveWindows.Window> window = window(runId);
    if (window.isEmpty()) {
      status(runId)
          .filter(status -> !status.isOver() && status.run().kind() == RunKind.LIVE)
          .ifPresent(status -> put(new LiveWindows.Window(status.run(), offsets, null)));
    } else if (written.getCloses() && window.get().isOpen()) {
      put(new LiveWindows.Window(window.get().run(), window.get().from(), offsets));
    }
  }

  private void put(LiveWindows.Window window) {
    RunSpec run = window.run();
    String customer = RunSpec.customerOf(run.runId());
    List<LiveWindows.Window> ofCustomer = new ArrayList<>(windows(customer));
    ofCustomer.removeIf(earlier -> earlier.run().equals(run));
    ofCustomer.add(window);
    Map<String, List<LiveWindows.Window>> changed = new HashMap<>(windows);
    changed.put(customer, List.copyOf(ofCustomer));
    windows = Map.copyOf(changed);
    statuses.computeIfPresent(
        run.runId(),
        (id, status) ->
            status instanceof RunStatus.Committed
                ? new RunStatus.Committed(run, Optional.of(window))
                : status);
  }

  /** All windows of a customer, oldest first. */
  List<LiveWindows.Window> windows(String customer) {
    return windows.getOrDefault(customer, List.of());
  }

  /** All windows of all customers. */
  Map<String, List<LiveWindows.Window>> windows() {
    return windows;
  }

  /** The window of a run, open or closed. */
  Optional<LiveWindows.Window> window(String runId) {
    return windows(RunSpec.customerOf(runId)).stream()
        .filter(window -> window.run().runId().equals(runId))
        .findFirst();
  }

  /** Highest number of a cut of live engagement that an event ordered, -1 for none. */
  synchronized int lastCutOrdered(String runId) {
    return cuts.lastOrdered(runId, Entity.LIVE);
  }

  /** Highest number of a cut of live engagement whose offsets are known, -1 for none. */
  synchronized int lastCutWritten(String runId) {
    return cuts.lastWritten(runId, Entity.LIVE);
  }

  /** The statement of the events about a marker that was read. */
  synchronized MarkerPlace place(String runId, Entity entity, int cut, int partition, long offset) {
    return cuts.place(runId, entity, cut, partition, offset);
  }

  /** True where the customer has a run of a higher number, so that this one is over. */
  boolean hasLaterRun(String runId) {
    String customer = RunSpec.customerOf(runId);
    int number = RunSpec.numberOf(runId);
    return statuses.keySet().stream()
        .anyMatch(id -> RunSpec.customerOf(id).equals(customer) && RunSpec.numberOf(id) > number);
  }

  private static String runId(Envelope of) {
    return RunSpec.idOf(of.getMigrationId(), of.getRun());
  }
}
