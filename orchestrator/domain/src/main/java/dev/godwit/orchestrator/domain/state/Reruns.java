package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.state.MigrationState.Abandoned;
import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import dev.godwit.orchestrator.domain.state.MigrationState.Assessed;
import dev.godwit.orchestrator.domain.state.MigrationState.Assessing;
import dev.godwit.orchestrator.domain.state.MigrationState.Committing;
import dev.godwit.orchestrator.domain.state.MigrationState.Copying;
import dev.godwit.orchestrator.domain.state.MigrationState.Freezing;
import dev.godwit.orchestrator.domain.state.MigrationState.Frozen;
import dev.godwit.orchestrator.domain.state.MigrationState.Held;
import dev.godwit.orchestrator.domain.state.MigrationState.Judged;
import dev.godwit.orchestrator.domain.state.MigrationState.Opening;
import dev.godwit.orchestrator.domain.state.MigrationState.Planning;
import dev.godwit.orchestrator.domain.state.MigrationState.Prepared;
import dev.godwit.orchestrator.domain.state.MigrationState.Preparing;
import dev.godwit.orchestrator.domain.state.MigrationState.Purged;
import dev.godwit.orchestrator.domain.state.MigrationState.Purging;
import dev.godwit.orchestrator.domain.state.MigrationState.Reconciling;
import dev.godwit.orchestrator.domain.state.MigrationState.Returning;
import dev.godwit.orchestrator.domain.state.MigrationState.RollingBack;
import dev.godwit.orchestrator.domain.state.MigrationState.Thawed;
import dev.godwit.orchestrator.domain.state.MigrationState.Thawing;

/** The same state with what is known about its run renewed. */
final class Reruns {
  private Reruns() {}

  static Active with(Active state, Run run) {
    return switch (state) {
      case Assessing s ->
          new Assessing(run, s.sourceFingerprint(), s.sourceRows(), s.target(), s.issued());
      case Assessed s -> new Assessed(run, s.assessment());
      case Preparing s -> new Preparing(run, s.assessment(), s.issued(), s.trouble());
      case Prepared s -> new Prepared(run, s.assessment());
      case Freezing s -> new Freezing(run, s.assessment(), s.issued());
      case Frozen s -> new Frozen(run, s.assessment());
      case Opening s -> new Opening(run, s.assessment());
      case Planning s -> new Planning(run, s.assessment(), s.issued());
      case Copying s -> new Copying(run, s.assessment(), s.extraction());
      case Reconciling s ->
          new Reconciling(run, s.assessment(), s.sourceRows(), s.cut(), s.issued());
      case Judged s -> new Judged(run, s.assessment(), s.verdict());
      case Held s -> new Held(run, s.assessment(), s.verdict(), s.reasons());
      case Committing s -> new Committing(run, s.verdict(), s.issued());
      case Abandoned s -> new Abandoned(run, s.reason());
      case RollingBack s -> new RollingBack(run, s.rollback(), s.purges());
      case Purging s -> new Purging(run, s.purge(), s.issued(), s.stuck());
      case Purged s -> new Purged(run, s.purge());
      case Returning s -> new Returning(run, s.purge(), s.issued(), s.stuck());
      case Thawing s -> new Thawing(run, s.rollback(), s.attempt(), s.issued(), s.stuck());
      case Thawed s -> new Thawed(run, s.rollback());
    };
  }
}
