package dev.godwit.loader.batch;

import dev.godwit.loader.inbound.RecordRange;
import dev.godwit.loader.progress.CutStore;
import dev.godwit.loader.progress.CutStore.PassedCut;
import dev.godwit.loader.reference.FoundIds;
import dev.godwit.loader.reference.ParentCheck;
import dev.godwit.loader.reference.PassedCuts;
import dev.godwit.loader.rows.BatchRanges;
import dev.godwit.loader.rows.RangeOutcome;
import dev.godwit.loader.rows.TreeLoader;
import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of one run's snapshot: checks the parents, writes the rows, stores the cuts. The input stays
 * as it is. Not thread-safe.
 *
 * @param resumes how often the run had been resumed when the records were taken
 */
record SnapshotPart(LoadRun run, int resumes, BatchRanges input) implements RunPart {
  @Override
  public Traffic traffic() {
    return Traffic.SNAPSHOT;
  }

  @Override
  public Written write(Connection connection) throws SQLException {
    BatchRanges work = input.copy();
    FoundIds foundIds = new FoundIds();
    Map<RecordRange, Entity> waiting = checkParents(connection, work, foundIds);
    TreeLoader.Outcome outcome =
        new TreeLoader(connection, work.batch(), foundIds).load(work.positionsNotToLoad());
    RequiredWidth.check(connection, run, outcome.refused());
    outcome.broken().forEach(work::mark);
    outcome.refused().forEach(refused -> work.mark(refused.record(), refused.refusal()));
    List<PassedCut> cuts = cuts(work);
    CutStore.add(connection, run.runId(), cuts);
    return new Written(
        run,
        work.ranges().stream()
            .filter(range -> !range.isEmpty())
            .map(range -> RangeOutcome.of(range, work.batch(), outcome.held()))
            .toList(),
        cuts,
        waiting);
  }

  /**
   * Marks records whose parent is missing. Where the parent may still come, from a partition that
   * has not passed the cut, the record's range ends before it. The cuts of other instances are read
   * only where that matters.
   */
  private Map<RecordRange, Entity> checkParents(
      Connection connection, BatchRanges work, FoundIds foundIds) throws SQLException {
    Map<RecordRange, Entity> waiting = new LinkedHashMap<>();
    PassedCuts passed = run.passed();
    boolean read = false;
    for (ParentCheck.Broken broken :
        ParentCheck.find(
            connection,
            run.target(),
            work.batch().references(),
            work.batch()::position,
            foundIds)) {
      if (broken.own()) {
        work.mark(broken);
        continue;
      }
      if (!passed.everywhere(broken.parent()) && !read) {
        passed.add(CutStore.read(connection, run.runId()));
        read = true;
      }
      if (passed.everywhere(broken.parent())) {
        work.mark(broken);
      } else {
        work.endRangeBefore(broken.record())
            .ifPresent(range -> waiting.put(range, broken.parent()));
      }
    }
    return waiting;
  }

  private static List<PassedCut> cuts(BatchRanges work) {
    List<PassedCut> cuts = new ArrayList<>();
    for (RecordRange range : work.ranges()) {
      if (range.cut() != null) {
        cuts.add(
            new PassedCut(
                range.entity(),
                range.partition().partition(),
                range.cut().getCut(),
                range.cut().getPartitions()));
      }
    }
    return cuts;
  }
}
