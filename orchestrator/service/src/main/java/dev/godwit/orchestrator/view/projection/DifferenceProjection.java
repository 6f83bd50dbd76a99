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

  /** Runs, cuts and replays of which enough keys are kept. Used by the projector's thread alone. */
  private final Set<String> full = new HashSet<>();

  @Override
  public String topic() {
    return Topics.DIFFERENCES;
  }

  @Override
  public void apply(SpecificRecord value, int partition, long offset) {
    if (!(value instanceof Difference difference)) {
      return;
    }
    String finding =
        "%s/%d/%d".formatted(difference.getRunId(), difference.getCut(), difference.getReplay());
    if (full.contains(finding) || isKnown(difference)) {
      return;
    }
    if (DifferenceRow.count(
            "runId = ?1 and cut = ?2 and replay = ?3",
            difference.getRunId(),
            difference.getCut(),
            difference.getReplay())
        >= KEPT) {
      full.removeIf(one -> one.startsWith(difference.getRunId() + "/"));
      full.add(finding);
      return;
    }
    deleteEarlier(difference);
    DifferenceRow row = new DifferenceRow();
    row.id = offset;
    row.runId = difference.getRunId();
    row.cut = difference.getCut();
    row.replay = difference.getReplay();
    row.table = difference.getTable();
    row.key = difference.getKey();
    row.difference = difference.getDifference();
    row.fields = String.join(",", difference.getFields());
    row.persist();
  }

  /** A replay may find a key twice: the second one is the first. */
  private static boolean isKnown(Difference difference) {
    return difference.getReplay() > 0
        && DifferenceRow.ofReplay(difference.getRunId(), difference.getReplay()).stream()
            .anyMatch(
                row ->
                    row.table.equals(difference.getTable()) && row.key.equals(difference.getKey()));
  }

  /** Of the verdicts before this one, or of the replays before this one. */
  private static void deleteEarlier(Difference difference) {
    if (difference.getReplay() > 0) {
      DifferenceRow.delete(
          "runId = ?1 and replay > 0 and replay < ?2",
          difference.getRunId(),
          difference.getReplay());
    } else {
      DifferenceRow.delete(
          "runId = ?1 and replay = 0 and cut < ?2", difference.getRunId(), difference.getCut());
    }
  }

  @Override
  public void forget() {
    full.clear();
  }
}
