package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.Waiver;
import dev.godwit.orchestrator.domain.decide.OnFailure;
import dev.godwit.orchestrator.domain.decide.Settings;
import dev.godwit.orchestrator.domain.event.EndingEvent.MigrationRolledBack;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayStarted;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.event.RunEvent.AlarmRaised;
import dev.godwit.orchestrator.domain.event.RunEvent.CommitStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.MigrationCommitted;
import dev.godwit.orchestrator.domain.event.RunEvent.RunStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.domain.event.RunEvent.VerdictReached;
import dev.godwit.orchestrator.domain.report.Reported;
import dev.godwit.orchestrator.domain.state.Evolution;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.MigrationState;
import dev.godwit.orchestrator.domain.state.OrderedTasks;
import dev.godwit.orchestrator.domain.state.Programme;
import dev.godwit.orchestrator.domain.state.Reaction;
import dev.godwit.orchestrator.domain.state.Replays;
import dev.godwit.orchestrator.domain.state.Run;
import dev.godwit.orchestrator.domain.task.DispatchedTask;
import dev.godwit.orchestrator.domain.task.Task.FreezeSource;
import dev.godwit.orchestrator.domain.task.Task.PlanExtraction;
import dev.godwit.orchestrator.domain.task.Task.ReplayRecords;
import dev.godwit.orchestrator.domain.task.Task.WriteCut;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The control plane with both systems around it, as an engine and four services would run it. After
 * every step the invariants are looked at.
 */
final class Simulation {
  /** Every input takes a second. */
  static final Duration FREEZE_BUDGET = Duration.ofMinutes(2);

  /** A live run that fails rolls back. */
  static final Settings ROLLING_BACK = settings(OnFailure.ROLL_BACK, Duration.ZERO);

  /** A live run that fails is held. */
  static final Settings HOLDING = settings(OnFailure.HOLD, FREEZE_BUDGET);

  final SimulatedSystems systems = new SimulatedSystems();
  final List<Recorded> history = new ArrayList<>();
  final List<DispatchedTask> pending = new ArrayList<>();
  final List<Reported> reported = new ArrayList<>();
  final Map<Class<?>, Set<Class<?>>> visited = new LinkedHashMap<>();
  final List<Migration> seen = new ArrayList<>();
  final OrderedTasks orders = new OrderedTasks();
  private final ControlPlane controlPlane;
  private final Map<String, Migration> migrations = new LinkedHashMap<>();
  private final Set<String> taskIds = new HashSet<>();
  private Programme programme = Programme.begun();
  private int inputs;

  Simulation() {
    this(ROLLING_BACK);
  }

  private static Settings settings(OnFailure onFailure, Duration freezeBudget) {
    return new Settings(
        true,
        1,
        "reference-legacy",
        "reference-crm",
        16,
        5,
        30_000,
        20,
        Duration.ofSeconds(20),
        onFailure,
        freezeBudget,
        0.9);
  }

  /** Lets time pass in which nothing happens. */
  void pass(Duration time) {
    inputs += Math.toIntExact(time.toSeconds());
  }

  Simulation(Settings settings) {
    this.controlPlane = new ControlPlane(settings);
  }

  Migration migration(String id) {
    return migrations.getOrDefault(id, Migration.unrequested(id, programme.paused()));
  }

  MigrationState state(String id) {
    return migration(id).state();
  }

  Programme programme() {
    return programme;
  }

  /** Sends a command; gives the events that answered it. */
  List<Event> send(Command command) {
    Meta meta = new Meta("command-" + inputs, Instant.ofEpochSecond(inputs), inputs++);
    Handled handled =
        command.customer().equals(Programme.ID)
            ? controlPlane.handle(programme, command, meta)
            : controlPlane.handle(migration(command.customer()), programme, command, meta);
    assertThat(handled.events()).as("answer to %s", command).isNotEmpty();
    return take(handled);
  }

  /** Sends a command that is to be refused. */
  CommandRejected refused(Command command) {
    List<Event> events = send(command);
    assertThat(events).singleElement().isInstanceOf(CommandRejected.class);
    return (CommandRejected) events.getFirst();
  }

  /** Reports; gives the events that followed. */
  List<Event> report(Reported reported) {
    this.reported.add(reported);
    Meta meta = new Meta(reported.envelope().reportId(), Instant.ofEpochSecond(inputs++));
    Migration before = migration(reported.envelope().migrationId());
    Handled handled = controlPlane.handle(before, programme, reported, meta);
    if (handled.events().isEmpty()) {
      assertThat(handled.ignored()).isNotBlank();
      assertThat(handled.migration()).isEqualTo(before);
      assertThat(handled.tasks()).isEmpty();
      return List.of();
    }
    return take(handled);
  }

  /** Does the pending task at the index, where the events order it, and tells what came of it. */
  List<Event> work(int index) {
    DispatchedTask task = pending.remove(index);
    Optional<DispatchedTask> order =
        orders.find(task.envelope().migrationId(), task.envelope().taskId());
    if (order.isEmpty()) {
      return List.of();
    }
    assertThat(order).as("the order of a task").contains(task);
    return report(systems.act(task));
  }

  /** Does the first pending task of a type. */
  List<Event> work(Class<?> type) {
    for (int i = 0; i < pending.size(); i++) {
      if (type.isInstance(pending.get(i).task())) {
        return work(i);
      }
    }
    throw new AssertionError("Expected a pending " + type.getSimpleName() + ", found " + pending);
  }

  /** Does tasks until none is pending. */
  void workAll() {
    while (!pending.isEmpty()) {
      work(0);
    }
  }

  /** Does tasks until one of the type is the next. */
  void workUntil(Class<?> type) {
    while (!pending.isEmpty() && !type.isInstance(pending.getFirst().task())) {
      work(0);
    }
    assertThat(pending).as("a pending " + type.getSimpleName()).isNotEmpty();
  }

  private List<Event> take(Handled handled) {
    for (Recorded recorded : handled.events()) {
      fold(recorded);
    }
    if (handled.migration() != null) {
      assertThat(migration(handled.migration().id())).isEqualTo(handled.migration());
    }
    assertThat(programme).isEqualTo(handled.programme());
    handled.tasks().forEach(this::dispatch);
    checkSystems();
    return handled.events().stream().map(Recorded::event).toList();
  }

  private void fold(Recorded recorded) {
    history.add(recorded);
    orders.add(recorded);
    String id = recorded.envelope().migrationId();
    if (id.equals(Programme.ID)) {
      programme = programme.evolve(recorded);
      for (Migration migration : List.copyOf(migrations.values())) {
        Migration after = Evolution.programme(migration, recorded);
        migrations.put(migration.id(), after);
        Reaction.react(migration, after, recorded.envelope()).forEach(this::dispatch);
      }
      return;
    }
    Migration before = migration(id);
    visited
        .computeIfAbsent(before.state().getClass(), key -> new HashSet<>())
        .add(recorded.event().getClass());
    seen.add(before);
    migrations.put(id, Evolution.evolve(before, recorded));
    programme = programme.evolve(recorded);
    check(recorded);
  }

  private void dispatch(DispatchedTask task) {
    assertThat(taskIds.add(task.envelope().taskId()))
        .as("%s is dispatched once", task.envelope().taskId())
        .isTrue();
    Run run = migration(task.envelope().customer()).run();
    assertThat(run == null || !run.holds().isHeld())
        .as("nothing is dispatched while a run is held")
        .isTrue();
    if (task.task() instanceof PlanExtraction plan) {
      assertThat(plan.decisions()).as("decisions of the plan").isEqualTo(run.decisions());
    }
    if (task.task() instanceof ReplayRecords replay) {
      assertThat(replay.decisions())
          .as("decisions of the replay")
          .isEqualTo(migration(task.envelope().customer()).replay().decisions());
    }
    pending.add(task);
  }

  private void check(Recorded recorded) {
    String customer = recorded.envelope().migrationId();
    switch (recorded.event()) {
      case MigrationCommitted committed -> {
        assertThat(reconciled(customer, recorded.envelope().run(), committed.cut())).isTrue();
        assertThat(systems.isTargetEnabled(customer)).isTrue();
        assertThat(systems.isSourceEnabled(customer)).isFalse();
        assertThat(systems.window(customer)).isEqualTo(recorded.envelope().run());
      }
      case RunStarted started -> {
        Run run = migration(customer).run();
        assertThat(run.decisions()).isEqualTo(started.decisions());
        if (run.live()) {
          assertThat(started.decisions())
              .as("decisions of a live run and of its rehearsal")
              .isEqualTo(run.permit().rehearsal().decisions());
        }
        if (run.attempt() == 1) {
          assertThat(started.decisions())
              .as("decisions of a run and those that hold")
              .isEqualTo(migration(customer).decisions().positions());
        }
        assertThat(systems.window(customer)).as("window at the start of a run").isZero();
        assertThat(systems.live(customer)).isZero();
      }
      case CutStarted cut ->
          assertThat(migration(customer).replay()).as("a replay under way at a cut").isNull();
      case CommitStarted commit -> {
        assertThat(undecided(customer))
            .as("undecided merge groups at the commit")
            .isLessThanOrEqualTo(waivedUndecided(customer));
        Replays replays = migration(customer).run().replays();
        assertThat(replays.current() != null || replays.changing())
            .as("a commit at a verdict that is older than a replay")
            .isFalse();
      }
      case ReplayStarted replay -> {
        assertThat(migration(customer).awaitsVerdict()).as("a cut under way at a replay").isFalse();
        assertThat(replay.decisions())
            .as("decisions of a replay and those that hold")
            .isEqualTo(migration(customer).decisions().positions());
      }
      case AlarmRaised alarm -> {
        Event before = history.get(history.size() - 2).event();
        boolean overdue =
            state(customer) instanceof Committed
                && migration(customer).awaitsVerdict()
                && alarm.cut() == migration(customer).window().cut();
        assertThat(
                overdue
                    || before instanceof StageFailed
                    || (before instanceof VerdictReached verdict && !verdict.reconciled()))
            .as("an alarm after %s", before)
            .isTrue();
      }
      case MigrationRolledBack back -> {
        assertThat(systems.rows(customer)).isZero();
        assertThat(systems.isSourceEnabled(customer)).isTrue();
        assertThat(systems.isTargetEnabled(customer)).isFalse();
        assertThat(systems.window(customer)).as("window after the rollback").isZero();
        assertThat(systems.live(customer)).as("live events not given back").isZero();
        assertThat(pending)
            .as("a cut that could still be written after the rollback")
            .noneMatch(
                task ->
                    task.envelope().customer().equals(customer)
                        && task.task() instanceof WriteCut cut
                        && cut.entity().equals(Entity.LIVE));
        assertThat(pending)
            .as("a freeze that could still be done after the thaw")
            .noneMatch(
                task ->
                    task.envelope().customer().equals(customer)
                        && task.task() instanceof FreezeSource);
      }
      default -> {
        // Nothing else is promised at the time of the event.
      }
    }
  }

  /** Groups of which nobody decided, by the last verdict. */
  private long undecided(String customer) {
    return history.reversed().stream()
        .filter(one -> one.envelope().migrationId().equals(customer))
        .map(Recorded::event)
        .filter(VerdictReached.class::isInstance)
        .limit(1)
        .flatMap(one -> ((VerdictReached) one).quarantine().stream())
        .filter(one -> one.reason().equals(QuarantineCount.UNDECIDED_MERGE))
        .mapToLong(QuarantineCount::count)
        .sum();
  }

  private long waivedUndecided(String customer) {
    return migration(customer).run().permit().approval().waivers().stream()
        .filter(one -> one.reason().equals(QuarantineCount.UNDECIDED_MERGE))
        .mapToLong(Waiver::upTo)
        .max()
        .orElse(0);
  }

  private boolean reconciled(String customer, int run, int cut) {
    return history.stream()
        .filter(one -> one.envelope().migrationId().equals(customer))
        .filter(one -> one.envelope().run() == run)
        .anyMatch(
            one ->
                one.event() instanceof VerdictReached verdict
                    && verdict.reconciled()
                    && verdict.cut() == cut);
  }

  /** Never both enabled. */
  void checkSystems() {
    for (String customer : systems.customers()) {
      assertThat(systems.isSourceEnabled(customer) && systems.isTargetEnabled(customer))
          .as("both systems enabled for %s", customer)
          .isFalse();
    }
  }

  /** Folds the history from its beginning and compares. */
  void checkRebuild() {
    Map<String, Migration> rebuilt = new HashMap<>();
    Programme fold = Programme.begun();
    for (Recorded recorded : history) {
      String id = recorded.envelope().migrationId();
      boolean paused = fold.paused();
      if (!id.equals(Programme.ID)) {
        Migration before = rebuilt.computeIfAbsent(id, key -> Migration.unrequested(key, paused));
        rebuilt.put(id, Evolution.evolve(before, recorded));
      }
      fold = fold.evolve(recorded);
      if (id.equals(Programme.ID)) {
        rebuilt.replaceAll((key, one) -> Evolution.programme(one, recorded));
      }
    }
    assertThat(rebuilt).isEqualTo(migrations);
    assertThat(fold).isEqualTo(programme);
  }

  /** Names of the events of a customer, in order. */
  List<String> story(String customer) {
    return history.stream()
        .filter(one -> one.envelope().migrationId().equals(customer))
        .map(one -> one.event().name())
        .toList();
  }
}
