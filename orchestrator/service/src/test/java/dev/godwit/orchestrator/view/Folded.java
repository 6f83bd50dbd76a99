package dev.godwit.orchestrator.view;

import dev.godwit.event.v1.RunStarted;
import dev.godwit.orchestrator.view.fold.Envelopes;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.orchestrator.view.fold.MigrationFold;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.fold.RunFold;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** What the events of one customer add up to, folded in memory as the read model folds them. */
public record Folded(MigrationDocument migration, Map<Integer, RunDocument> runs) {
  static Folded of(List<SpecificRecord> events) {
    MigrationDocument migration = new MigrationDocument();
    migration.customer = "acme";
    Map<Integer, RunDocument> runs = new HashMap<>();
    for (SpecificRecord event : events) {
      int number = Envelopes.of(event).getRun();
      RunDocument of = null;
      if (number > 0) {
        of = runs.computeIfAbsent(number, Folded::document);
        RunFold.apply(of, event);
        if (event instanceof RunStarted && runs.containsKey(number - 1)) {
          RunFold.followed(runs.get(number - 1), Envelopes.of(event).getOccurredAt());
        }
      }
      MigrationFold.apply(migration, of, event);
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
