package dev.godwit.validator.ledger;

import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import java.util.Collection;
import java.util.List;

/**
 * Decides whether a cut has passed: transformer and loader have both read it in every partition
 * that has its marker. The extractor writes a cut after the last chunk's transaction, and a stage's
 * receipt follows those of the stage before it in the one partition of their topic; so once the
 * loader's cut is booked, everything before it is. A replay passes no cut: its receipts do not
 * count here.
 */
public final class CutPassage {
  private static final List<Stage> STAGES = List.of(Stage.TRANSFORM, Stage.LOAD);

  private CutPassage() {}

  /** True where every entity's cut has passed both stages in every partition. */
  public static boolean complete(Collection<Receipt> sums, Collection<Entity> entities, int cut) {
    for (Entity entity : entities) {
      for (Stage stage : STAGES) {
        if (!passed(sums, entity, stage, cut)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean passed(Collection<Receipt> sums, Entity entity, Stage stage, int cut) {
    int partitions = 0;
    int passed = 0;
    for (Receipt sum : sums) {
      if (Entities.of(sum).equals(entity)
          && sum.getStage() == stage
          && sum.getReplay() == 0
          && sum.getCut() >= cut) {
        partitions = Math.max(partitions, sum.getCutPartitions());
        passed++;
      }
    }
    return partitions > 0 && passed == partitions;
  }
}
