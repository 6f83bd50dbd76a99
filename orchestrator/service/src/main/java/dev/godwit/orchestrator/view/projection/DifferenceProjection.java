package dev.godwit.orchestrator.view.projection;

import dev.godwit.orchestrator.view.store.DifferenceRow;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Difference;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * The first differing keys of the verdict at the last cut of a run that has any; the topic keeps
 * all of them.
 */
@ApplicationScoped
class DifferenceProjection implements Projection {
  private static final long KEPT = 100;

  /** Runs and cuts of which enough keys are kept. Used by the projector's thread alone. */
  private final Set<String> full = new HashSet<>();

  @Override
  public String topic() {
    return Topics.DIFFERENCES;
  }

  @Override
  public void apply(SpecificRecord value, int partition, long offset) {
    // The report of a replay counts the keys that it found; they are no part of a verdict.
    if (!(value instanceof Difference difference) || difference.getReplay() > 0) {
      return;
    }
    String cut = difference.getRunId() + "/" + difference.getCut();
    if (full.contains(cut)) {
      return;
    }
    if (DifferenceRow.count("runId = ?1 and cut = ?2", difference.getRunId(), difference.getCut())
        >= KEPT) {
      full.removeIf(one -> one.startsWith(difference.getRunId() + "/"));
      full.add(cut);
      return;
    }
    DifferenceRow.delete("runId = ?1 and cut < ?2", difference.getRunId(), difference.getCut());
    DifferenceRow row = new DifferenceRow();
    row.id = offset;
    row.runId = difference.getRunId();
    row.cut = difference.getCut();
    row.table = difference.getTable();
    row.key = difference.getKey();
    row.difference = difference.getDifference();
    row.fields = String.join(",", difference.getFields());
    row.persist();
  }

  @Override
  public void forget() {
    full.clear();
  }
}
