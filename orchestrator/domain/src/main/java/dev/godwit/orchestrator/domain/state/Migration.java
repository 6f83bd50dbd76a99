package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.EntityPlan;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.state.EndingState.Purged;
import dev.godwit.orchestrator.domain.state.EndingState.Repeatable;
import dev.godwit.orchestrator.domain.state.ForwardState.Copying;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.ForwardState.Holdable;
import dev.godwit.orchestrator.domain.state.IdleState.Cancelled;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.Requested;
import dev.godwit.orchestrator.domain.state.IdleState.RolledBack;
import dev.godwit.orchestrator.domain.state.IdleState.Unrequested;
import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import dev.godwit.orchestrator.domain.state.Replays.Replay;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Everything known about moving one customer: the fold of its events. It holds the run, the pauses
 * and all else that belongs to the migration as a whole, so that a state holds only its own data.
 * Immutable and thread-safe.
 *
 * @param id id of the migration, which is the customer's id in the source
 * @param sequence sequence of its last event, 0 where it has none
 * @param runs number of its runs so far
 * @param paused whether somebody paused it
 * @param programmePaused whether the programme is paused
 * @param waiting stages of its run that wait for something outside
 * @param waits how many waits of its run were recorded; after the commit, since the last verdict
 * @param decisions decisions of people that hold for its next run
 * @param request which customer is moved with which packs; null before the first request
 * @param run the run that is on, or whose live engagement goes on after its commit; null where none
 * @param dispatched whether the task of the state was dispatched: a pause holds it back, and the
 *     end of the pause dispatches it
 * @param state the state of the migration
 */
public record Migration(
    String id,
    long sequence,
    int runs,
    boolean paused,
    boolean programmePaused,
    List<Waiting> waiting,
    int waits,
    Decisions decisions,
    Request request,
    Run run,
    boolean dispatched,
    MigrationState state) {
  public Migration {
    waiting = List.copyOf(waiting);
  }

  /**
   * Which customer is moved, with which packs.
   *
   * @param customer the customer's id in the source
   * @param sourcePack name of the source pack
   * @param targetPack name of the target pack
   * @param by author of the first request; must not approve
   * @param account the customer's account in the target, as the last command that named one gave
   *     it; null where the target pack says it
   */
  public record Request(
      String customer, String sourcePack, String targetPack, String by, String account) {
    Request of(String source, String target, String givenAccount) {
      return new Request(customer, source, target, by, givenAccount);
    }
  }

  /** A stage that waits for something outside. */
  public record Waiting(Stage stage, String waitingFor) {}

  /** A migration without history. */
  public static Migration unrequested(String id, boolean programmePaused) {
    return new Migration(
        id,
        0,
        0,
        false,
        programmePaused,
        List.of(),
        0,
        Decisions.NONE,
        null,
        null,
        false,
        new Unrequested());
  }

  /** Whether a live run is on or was committed. */
  public boolean live() {
    return run != null && run.live();
  }

  /** Live engagement of the run; null where the run has none. */
  public LiveWindow window() {
    return run == null ? null : run.window();
  }

  /** Whether the state is of the type, and its task is dispatched and not answered. */
  public boolean awaits(Class<? extends MigrationState> type) {
    return type.isInstance(state)
        && dispatched
        && !(state instanceof Repeatable failed && failed.stuck());
  }

  /** Whether a step of the run's end failed, so that somebody has to ask for it again. */
  public boolean isStuck() {
    return (state instanceof Repeatable failed && failed.stuck())
        || (state instanceof Purged && run.window() != null && run.window().isStuck());
  }

  /** Whether a cut of live engagement can be taken now. */
  public boolean mayCut() {
    return window() != null && mayReplay();
  }

  /** Whether a stage can read records of the run again now. */
  public boolean mayReplay() {
    return mayGoOnReplaying() && !run.holds().isHeld();
  }

  /** As above, for the second replay of a redrive: a run that is held meanwhile holds it back. */
  boolean mayGoOnReplaying() {
    return (state instanceof Held || state instanceof Committed)
        && replay() == null
        && !awaitsVerdict();
  }

  /** Whether nothing reads the customer's records again, unless a new run begins. */
  public boolean mayForget() {
    return switch (state) {
      case Requested on -> true;
      case Cancelled on -> true;
      case RolledBack on -> true;
      case Committed on -> replay() == null && !awaitsVerdict() && on.alarm().isEmpty();
      default -> false;
    };
  }

  /** The replay that is under way; null where none is. */
  public Replay replay() {
    return run == null ? null : run.replays().current();
  }

  /** Whether a cut of live engagement is on its way to a verdict of its own. */
  public boolean isBeingCut() {
    return window() != null && !window().isIdle();
  }

  /** Whether a cut of live engagement is out, or its verdict after the commit. */
  public boolean awaitsVerdict() {
    return isBeingCut() || (state instanceof Committed on && on.isJudging());
  }

  /**
   * Whether the live run is held and nothing of it moves: by a failure, or at a verdict with
   * differences or a closed gate while no cut and no replay is under way.
   */
  public boolean isHeld() {
    return live()
        && (run.holds().isHeld() || (state instanceof Held && !isBeingCut() && replay() == null));
  }

  /**
   * Whether the freeze budget of the live run asks for a decision: a share of it is used that was
   * not recorded, or all of it is and the run is held.
   */
  public boolean isBudgetDue(Instant now) {
    return live()
        && state instanceof Holdable
        && (run.budget().due(now) > 0 || (run.budget().isUsedUp() && isHeld()));
  }

  /**
   * Whether the verdict of a cut after the commit takes longer than it may, and no alarm said so.
   */
  public boolean isOverdue(Instant now, Duration within) {
    return state instanceof Committed on
        && on.cutAt() != null
        && awaitsVerdict()
        && on.overdueCut() < run.window().cut()
        && !now.isBefore(on.cutAt().plus(within));
  }

  /**
   * The same migration with other plans of its extraction, for a store that keeps the plans apart.
   * Without effect where nothing is being copied.
   */
  public Migration withPlans(List<EntityPlan> plans) {
    return state instanceof Copying on ? with(new Copying(on.extraction().withPlans(plans))) : this;
  }

  /**
   * The migration in its next state, whose task is not dispatched yet. A run that ends takes its
   * pause and its waits with it.
   */
  Migration entering(MigrationState next) {
    boolean ends = state instanceof Active && !(next instanceof Active);
    return new Migration(
        id,
        sequence,
        runs,
        paused && !ends,
        programmePaused,
        ends ? List.of() : waiting,
        ends ? 0 : waits,
        decisions,
        request,
        ends && !(next instanceof Committed) ? null : run,
        false,
        next);
  }

  /** The migration at the beginning of a run. */
  Migration beginning(Request of, Run next, MigrationState first) {
    return new Migration(
        id,
        sequence,
        next.number(),
        paused,
        programmePaused,
        List.of(),
        0,
        decisions,
        of,
        next,
        false,
        first);
  }

  /** The same migration with more known about its state. */
  Migration with(MigrationState now) {
    return new Migration(
        id,
        sequence,
        runs,
        paused,
        programmePaused,
        waiting,
        waits,
        decisions,
        request,
        run,
        dispatched,
        now);
  }

  /** The same migration with more known about its run. */
  Migration with(Run now) {
    return new Migration(
        id,
        sequence,
        runs,
        paused,
        programmePaused,
        waiting,
        waits,
        decisions,
        request,
        now,
        dispatched,
        state);
  }

  Migration with(Decisions now) {
    return new Migration(
        id,
        sequence,
        runs,
        paused,
        programmePaused,
        waiting,
        waits,
        now,
        request,
        run,
        dispatched,
        state);
  }

  Migration with(Request now) {
    return new Migration(
        id,
        sequence,
        runs,
        paused,
        programmePaused,
        waiting,
        waits,
        decisions,
        now,
        run,
        dispatched,
        state);
  }

  Migration at(long now) {
    return new Migration(
        id,
        now,
        runs,
        paused,
        programmePaused,
        waiting,
        waits,
        decisions,
        request,
        run,
        dispatched,
        state);
  }

  Migration paused(boolean now) {
    return new Migration(
        id,
        sequence,
        runs,
        now,
        programmePaused,
        waiting,
        waits,
        decisions,
        request,
        run,
        dispatched,
        state);
  }

  Migration programmePaused(boolean now) {
    return new Migration(
        id,
        sequence,
        runs,
        paused,
        now,
        waiting,
        waits,
        decisions,
        request,
        run,
        dispatched,
        state);
  }

  Migration waiting(List<Waiting> now, int count) {
    return new Migration(
        id,
        sequence,
        runs,
        paused,
        programmePaused,
        now,
        count,
        decisions,
        request,
        run,
        dispatched,
        state);
  }

  Migration asDispatched() {
    return new Migration(
        id,
        sequence,
        runs,
        paused,
        programmePaused,
        waiting,
        waits,
        decisions,
        request,
        run,
        true,
        state);
  }
}
