package dev.godwit.loader.batch;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.inbound.RecordRange;
import dev.godwit.loader.progress.CutStore;
import dev.godwit.loader.progress.CutStore.PassedCut;
import dev.godwit.loader.reference.ParentCheck;
import dev.godwit.loader.reference.PassedCuts;
import dev.godwit.loader.rows.BatchRanges;
import dev.godwit.loader.rows.RangeOutcome;
import dev.godwit.loader.rows.RowLoader;
import dev.godwit.loader.targetdb.NarrowedColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows of one run's snapshot: checks the parents, writes the rows, stores the cuts. The input stays
 * as it is. Not thread-safe.
 *
 * @param resumes how often the run had been resumed when the records were taken
 */
record SnapshotPart(LoadRun run, int resumes, BatchRanges input) implements RunPart {
  /** SQLSTATE of a value that is too long for its column. */
  private static final String TOO_LONG = "22001";

  @Override
  public Traffic traffic() {
    return Traffic.SNAPSHOT;
  }

  @Override
  public Written write(Connection connection) throws SQLException {
    BatchRanges work = input.copy();
    Map<RecordRange, Entity> waiting = checkParents(connection, work);
    RowLoader.Outcome outcome =
        new RowLoader(connection, work.batch()).load(work.positionsNotToLoad());
    requireWidth(connection, outcome.refused());
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
   * Requires of a live run that values are not refused because a column became shorter since the
   * run was checked: a person can widen it, and the records need not stay behind.
   */
  private void requireWidth(Connection connection, List<RowLoader.Refused> refused)
      throws SQLException {
    List<RowLoader.Refused> tooLong =
        refused.stream().filter(one -> TOO_LONG.equals(one.refusal().sqlState())).toList();
    if (tooLong.isEmpty() || run.fenced().kind() != RunKind.LIVE) {
      return;
    }
    Optional<NarrowedColumn> narrowed = NarrowedColumn.find(connection, run.target());
    if (narrowed.isPresent()) {
      throw new NarrowedTargetException(narrowed.get(), tooLong.get(0).record(), tooLong.size());
    }
  }

  /**
   * Marks records whose parent is missing. Where the parent may still come, from a partition that
   * has not passed the cut, the record's range ends before it. The cuts of other instances are read
   * only where that matters.
   */
  private Map<RecordRange, Entity> checkParents(Connection connection, BatchRanges work)
      throws SQLException {
    Map<RecordRange, Entity> waiting = new LinkedHashMap<>();
    PassedCuts passed = run.passed();
    boolean read = false;
    for (ParentCheck.Broken broken :
        ParentCheck.find(connection, run.target(), work.batch().references())) {
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
