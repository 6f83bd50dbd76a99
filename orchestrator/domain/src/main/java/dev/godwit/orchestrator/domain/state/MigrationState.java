package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.state.EndingState.Abandoned;
import dev.godwit.orchestrator.domain.state.EndingState.Repeatable;
import dev.godwit.orchestrator.domain.state.EndingState.RollingBack;
import dev.godwit.orchestrator.domain.state.EndingState.Thawed;
import dev.godwit.orchestrator.domain.state.ForwardState.ArrivingLive;
import dev.godwit.orchestrator.domain.state.ForwardState.Assessed;
import dev.godwit.orchestrator.domain.state.ForwardState.Assessing;
import dev.godwit.orchestrator.domain.state.ForwardState.Committing;
import dev.godwit.orchestrator.domain.state.ForwardState.Freezing;
import dev.godwit.orchestrator.domain.state.ForwardState.Frozen;
import dev.godwit.orchestrator.domain.state.ForwardState.Judged;
import dev.godwit.orchestrator.domain.state.ForwardState.LiveChecked;
import dev.godwit.orchestrator.domain.state.ForwardState.Loaded;
import dev.godwit.orchestrator.domain.state.ForwardState.Planning;
import dev.godwit.orchestrator.domain.state.ForwardState.Prepared;
import dev.godwit.orchestrator.domain.state.ForwardState.Preparing;
import dev.godwit.orchestrator.domain.state.ForwardState.Probing;
import dev.godwit.orchestrator.domain.state.ForwardState.Rechecked;
import dev.godwit.orchestrator.domain.state.ForwardState.Rechecking;
import dev.godwit.orchestrator.domain.state.ForwardState.Reconciling;
import dev.godwit.orchestrator.domain.state.ForwardState.RunningSql;
import dev.godwit.orchestrator.domain.state.ForwardState.SendingLive;

/**
 * The state of a migration. Each state holds its own data, and offers the transitions that are
 * legal from it as methods: another one does not compile. When a transition is taken is decided in
 * {@link Evolution}. All states are immutable.
 */
public sealed interface MigrationState permits IdleState, MigrationState.Active {
  /** A run is on. */
  sealed interface Active extends MigrationState
      permits ForwardState, EndingState, Passing, Tasked {}

  /**
   * An active state between two events of one decision; nothing but an event of that decision can
   * follow.
   */
  sealed interface Passing extends Active
      permits Assessed,
          Prepared,
          Frozen,
          Loaded,
          Judged,
          LiveChecked,
          Rechecked,
          Abandoned,
          RollingBack,
          Thawed {}

  /** An active state with one step, dispatched as one or two tasks, whose answer it waits for. */
  sealed interface Tasked extends Active
      permits Assessing,
          Preparing,
          Freezing,
          RunningSql,
          Planning,
          Reconciling,
          Probing,
          SendingLive,
          ArrivingLive,
          Rechecking,
          Committing,
          Repeatable {}

  /** Name of the state, as logs and messages write it. */
  default String name() {
    return getClass().getSimpleName();
  }
}
