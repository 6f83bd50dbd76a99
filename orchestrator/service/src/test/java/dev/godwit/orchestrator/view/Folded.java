package dev.godwit.orchestrator.view;

import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.RunEvent.RunStarted;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.orchestrator.view.fold.MigrationFold;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.fold.RunFold;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The documents of one customer's events, folded in memory as the read model folds them. */
public record Folded(MigrationDocument migration, Map<Integer, RunDocument> runs) {
  static Folded of(List<Recorded> events) {
    MigrationDocument migration = new MigrationDocument();
    migration.customer = "acme";
    Map<Integer, RunDocument> runs = new HashMap<>();
    for (Recorded recorded : events) {
      int number = recorded.envelope().run();
      RunDocument of = null;
      if (number > 0) {
        of = runs.computeIfAbsent(number, Folded::document);
        RunFold.apply(of, recorded);
        if (recorded.event() instanceof RunStarted && runs.containsKey(number - 1)) {
          RunFold.followed(runs.get(number - 1), recorded.envelope().occurredAt());
        }
      }
      MigrationFold.apply(migration, of, recorded);
    }
    return new Folded(migration, runs);
  }

  private static RunDocument document(int number) {
    RunDocument run = new RunDocument();
    run.customer = "acme";
    run.run = number;
    return run;
  }
}
