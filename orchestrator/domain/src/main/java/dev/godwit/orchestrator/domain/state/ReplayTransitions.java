package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.ReplayEvent;

/** The transitions of a replay. */
final class ReplayTransitions extends Transitions {
  ReplayTransitions(Migration before, Recorded recorded) {
    super(before, recorded);
  }

  Migration after(ReplayEvent event) {
    throw impossible();
  }
}
