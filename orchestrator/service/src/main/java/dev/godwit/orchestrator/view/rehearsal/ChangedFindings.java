package dev.godwit.orchestrator.view.rehearsal;

import dev.godwit.api.RehearsalAnswer.Change;
import dev.godwit.api.RehearsalAnswer.Changes;
import dev.godwit.orchestrator.view.fold.RunDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares the findings of a rehearsal with those of the one before. Pure. */
public final class ChangedFindings {
  private ChangedFindings() {}

  /**
   * The difference, in the order of entity and reason.
   *
   * @param runs all runs of the customer, oldest first
   * @return null where no earlier rehearsal reached a verdict, or this one has none
   */
  public static Changes of(RunDocument run, List<RunDocument> runs) {
    RunDocument before =
        runs.stream()
            .filter(one -> one.run < run.run && "REHEARSAL".equals(one.kind))
            .filter(one -> one.verdict != null)
            .reduce((first, later) -> later)
            .orElse(null);
    if (before == null || run.verdict == null) {
      return null;
    }
    Map<String, Change> changes = new TreeMap<>();
    for (Found found : Found.of(before)) {
      changes.put(key(found), Change.of(found.entity(), found.reason(), found.count(), 0));
    }
    for (Found found : Found.of(run)) {
      Change known = changes.get(key(found));
      long earlier = known == null ? 0 : known.before();
      changes.put(key(found), Change.of(found.entity(), found.reason(), earlier, found.count()));
    }
    List<Change> changed = new ArrayList<>(changes.values());
    changed.removeIf(change -> change.before() == change.now());
    return new Changes(before.run, changed);
  }

  private static String key(Found found) {
    return found.entity() + "/" + found.reason();
  }
}
