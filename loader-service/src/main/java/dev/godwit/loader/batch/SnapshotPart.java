package dev.godwit.loader.batch;

import dev.godwit.loader.inbound.RecordRange;
import dev.godwit.loader.progress.CutStore;
import dev.godwit.loader.progress.CutStore.PassedCut;
import dev.godwit.loader.reference.FoundIds;
import dev.godwit.loader.reference.ParentCheck;
import dev.godwit.loader.rows.BatchRanges;
import dev.godwit.loader.rows.RangeOutcome;
import dev.godwit.loader.rows.SetwiseKeys;
import dev.godwit.loader.rows.TreeLoader;
import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows of one run's snapshot: checks the parents, writes the rows, stores the cuts. The input stays
 * as it is. Not thread-safe.
 *
 * @param resumes how often the run had been resumed when the records were taken
 * @param traffic kind of its records
 * @param keys decides whether foreign keys are checked by the search for parents alone
 */
record SnapshotPart(LoadRun run, int resumes, BatchRanges input, Traffic traffic, SetwiseKeys keys)
    implements RunPart {
  @Override
  public Written write(Connection connection) throws SQLException {
    BatchRanges work = input.copy();
    FoundIds foundIds = new FoundIds();
    boolean setwise = traffic == Traffic.SNAPSHOT && keys.mayReplace(connection, work.batch());
    Map<RecordRange, Entity> waiting = checkParents(connection, work, foundIds, setwise);
    TreeLoader.Outcome outcome =
        new TreeLoader(connection, work.batch(), foundIds, setwise).load(work.positionsNotToLoad());
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
      Connection connection, BatchRanges work, FoundIds foundIds, boolean lock)
      throws SQLException {
    Map<RecordRange, Entity> waiting = new LinkedHashMap<>();
    for (ParentCheck.Broken broken : brokenNow(connection, work, foundIds, lock)) {
      if (broken.own() || run.passed().everywhere(broken.parent())) {
        work.mark(broken);
      } else {
        work.endRangeBefore(broken.record())
            .ifPresent(range -> waiting.put(range, broken.parent()));
      }
    }
    return waiting;
  }

  /**
   * The references that are broken. A parent is missing for good only where its cut was known
   * before it was looked for: rows that are committed between the search and the reading of the
   * cuts come with their cut. So where the cuts are read, the search is repeated.
   */
  private List<ParentCheck.Broken> brokenNow(
      Connection connection, BatchRanges work, FoundIds foundIds, boolean lock)
      throws SQLException {
    List<ParentCheck.Broken> broken = broken(connection, work, foundIds, lock);
    Set<Entity> open =
        broken.stream()
            .filter(one -> !one.own())
            .map(ParentCheck.Broken::parent)
            .filter(parent -> !run.passed().everywhere(parent))
            .collect(Collectors.toSet());
    if (open.isEmpty()) {
      return broken;
    }
    run.passed().add(CutStore.read(connection, run.runId()));
    return open.stream().anyMatch(run.passed()::everywhere)
        ? broken(connection, work, foundIds, lock)
        : broken;
  }

  private List<ParentCheck.Broken> broken(
      Connection connection, BatchRanges work, FoundIds foundIds, boolean lock)
      throws SQLException {
    return ParentCheck.find(
        connection,
        run.target(),
        work.batch().references(),
        work.batch()::position,
        foundIds,
        lock);
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
