package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.event.ProbeEvent;
import dev.godwit.orchestrator.domain.event.ProbeEvent.ProbesMeasured;
import dev.godwit.orchestrator.domain.event.ProbeEvent.ProbesStarted;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.state.ForwardState.Judged;
import dev.godwit.orchestrator.domain.state.ForwardState.Probing;

/** The transitions by which the target's pages are measured behind a reconciled verdict. */
final class ProbeTransitions extends Transitions {
  ProbeTransitions(Migration before, Recorded recorded) {
    super(before, recorded);
  }

  Migration after(ProbeEvent event) {
    return switch (event) {
      case ProbesStarted e -> {
        Judged on = in(Judged.class);
        require(run().hasProbes() && on.verdict().reconciled() && e.cut() == on.verdict().cut());
        yield before.entering(on.probing(e.findings()));
      }
      case ProbesMeasured e -> {
        Probing on = awaiting(Probing.class);
        require(e.cut() == on.verdict().cut());
        yield before.entering(on.measured(e));
      }
    };
  }
}
