package dev.godwit.loader.load;

import dev.godwit.common.v1.Entity;
import dev.godwit.loader.load.InputRecord.Problem;
import dev.godwit.loader.progress.CutStore;
import dev.godwit.loader.progress.CutStore.Passed;
import dev.godwit.loader.reference.PassedCuts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of one run's snapshot: checks the parents, writes the rows, stores the cuts. The input stays
 * as it is. Not thread-safe.
 */
record SnapshotPart(LoadRun run, BatchInput input) implements RunPart {
  private static final String BROKEN_REFERENCE = "BROKEN_REFERENCE";
  private static final String TARGET_REFUSED = "TARGET_REFUSED";

  @Override
  public Traffic traffic() {
    return Traffic.SNAPSHOT;
  }

  @Override
  public Written write(Connection connection) throws SQLException {
    BatchInput work = input.copy();
    Map<InputRange, Entity> waiting = checkParents(connection, work);
    BatchRows.Outcome outcome =
        new BatchRows(connection, work.batch()).load(work.positionsNotToLoad());
    for (BatchRows.Refused refused : outcome.refused()) {
      Refusal refusal = refused.refusal();
      work.mark(refused.record(), new Problem(TARGET_REFUSED, refusal.column(), refusal.text()));
    }
    List<Passed> cuts = cuts(work);
    CutStore.add(connection, run.runId(), cuts);
    return new Written(run, work.ranges(), work.batch(), outcome.already(), cuts, waiting);
  }

  /**
   * Marks records whose parent is missing. Where the parent may still come, from a partition that
   * has not passed the cut, the record's range ends before it. The cuts of other instances are read
   * only where that matters.
   */
  private Map<InputRange, Entity> checkParents(Connection connection, BatchInput work)
      throws SQLException {
    Map<InputRange, Entity> waiting = new LinkedHashMap<>();
    PassedCuts passed = run.passed();
    boolean read = false;
    for (ParentCheck.Broken broken : ParentCheck.find(connection, work.batch())) {
      if (!passed.everywhere(broken.parent()) && !read) {
        passed.add(CutStore.read(connection, run.runId()));
        read = true;
      }
      if (passed.everywhere(broken.parent())) {
        work.mark(broken.record(), new Problem(BROKEN_REFERENCE, broken.column(), broken.text()));
      } else {
        work.endRangeBefore(broken.record())
            .ifPresent(range -> waiting.put(range, broken.parent()));
      }
    }
    return waiting;
  }

  private static List<Passed> cuts(BatchInput work) {
    List<Passed> cuts = new ArrayList<>();
    for (InputRange range : work.ranges()) {
      if (range.cut() != null) {
        cuts.add(
            new Passed(
                range.entity(),
                range.partition().partition(),
                range.cut().getCut(),
                range.cut().getPartitions()));
      }
    }
    return cuts;
  }
}
