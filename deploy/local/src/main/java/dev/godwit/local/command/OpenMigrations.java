package dev.godwit.local.command;

import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.Phase;
import dev.godwit.api.text.HoldPresenter;
import dev.godwit.api.text.MigrationsPresenter;
import dev.godwit.api.text.ReplayPresenter;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.cli.client.RefusedException;
import dev.godwit.cli.client.UnreachableException;
import java.util.ArrayList;
import java.util.List;

/** Migrations whose run is on, held, stuck or under an alarm, as lines of text. */
final class OpenMigrations {
  private OpenMigrations() {}

  /** Of an orchestrator; empty where it does not answer, which its state in the table says. */
  static List<String> lines(OrchestratorClient orchestrator) {
    try {
      return lines(orchestrator.migrations());
    } catch (UnreachableException | RefusedException e) {
      return List.of();
    }
  }

  /** Of migrations; empty where none is open. */
  static List<String> lines(List<MigrationAnswer> migrations) {
    List<String> lines = new ArrayList<>();
    for (MigrationAnswer m : migrations) {
      if (isOpen(m)) {
        lines.add("%-13s %s".formatted(m.customer(), MigrationsPresenter.status(m)));
        if (m.hold() != null) {
          lines.add("              " + HoldPresenter.sentence(m.hold()));
        }
        if (m.freeze() != null && m.freeze().lasts()) {
          lines.add("              " + HoldPresenter.sentence(m.freeze()));
        }
        if (m.replay() != null && m.replay().state().open()) {
          lines.add("              " + ReplayPresenter.sentence(m.replay()));
        }
        lines.add("              more: godwit why " + m.customer());
      }
    }
    return lines;
  }

  private static boolean isOpen(MigrationAnswer m) {
    return !m.phase().atRest()
        || m.phase() == Phase.HELD
        || m.stuck() != null
        || m.alarm() != null
        || (m.replay() != null && m.replay().state().open());
  }
}
