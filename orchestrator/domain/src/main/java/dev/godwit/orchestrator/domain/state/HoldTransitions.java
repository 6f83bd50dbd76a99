package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.event.HoldEvent;
import dev.godwit.orchestrator.domain.event.Recorded;

/** The transitions by which a live run is held and resumed. */
final class HoldTransitions extends Transitions {
  HoldTransitions(Migration before, Recorded recorded) {
    super(before, recorded);
  }

  Migration after(HoldEvent event) {
    throw impossible();
  }
}
