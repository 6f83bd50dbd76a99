package dev.godwit.orchestrator.view.read;

import dev.godwit.api.ProbesAnswer;
import dev.godwit.api.ProbesAnswer.Others;
import dev.godwit.api.ReportAnswer;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.store.ProbeRow;
import java.util.Comparator;
import java.util.List;

/**
 * The speed of the target's pages in a run beside customers that moved before, for its report.
 * Stateless.
 */
public final class MeasuredPages {
  private static final long QUARTER = 4;
  private static final Comparator<Moved> FASTEST_FIRST = Comparator.comparingLong(Moved::micros);

  private MeasuredPages() {}

  /**
   * The result of a probe of a customer that moved before.
   *
   * @param amount number by which customers are compared; -1 where it is not known
   * @param micros p95 of its warm runs, microseconds
   */
  record Moved(String customer, String measure, long amount, long micros) {}

  /** The speed of the pages; null where the run has measured none. */
  public static ProbesAnswer of(MigrationDocument m, RunDocument run) {
    ProbesAnswer measured = run.probes;
    if (measured == null) {
      return null;
    }
    List<ProbeRow> moved = ProbeRow.ofMoved(m.targetPack, run.customer, measured.at());
    return new ProbesAnswer(
        measured.at(),
        measured.measure(),
        measured.amount(),
        measured.problem(),
        measured.probes().stream()
            .map(
                probe ->
                    probe.with(
                        accepted(m.waivers, probe.finding()),
                        others(measured.measure(), measured.amount(), moved(moved, probe))))
            .toList());
  }

  private static List<Moved> moved(List<ProbeRow> rows, ProbesAnswer.Probe probe) {
    return rows.stream()
        .filter(row -> row.probe.equals(probe.probe()))
        .map(row -> new Moved(row.customer, row.measure, row.amount, row.p95Micros))
        .toList();
  }

  private static long accepted(List<ReportAnswer.Waiver> waivers, String finding) {
    return waivers.stream()
        .filter(w -> w.entity().equals(Entity.CONTACTS.name()) && w.reason().equals(finding))
        .mapToLong(ReportAnswer.Waiver::upTo)
        .max()
        .orElse(0);
  }

  /**
   * Customers that moved before; null where there are none. Without a number all of them are alike,
   * since nothing tells them apart.
   *
   * @param measure name of the number; empty where the pack counts none
   * @param amount number of this customer; -1 where it is not known
   */
  static Others others(String measure, long amount, List<Moved> moved) {
    if (moved.isEmpty()) {
      return null;
    }
    List<Moved> alike =
        moved.stream()
            .filter(one -> measure.isEmpty() || isAlike(measure, amount, one))
            .sorted(FASTEST_FIRST)
            .toList();
    Moved worst = moved.stream().max(FASTEST_FIRST).orElseThrow();
    return new Others(
        moved.size(),
        alike.size(),
        alike.isEmpty() ? -1 : median(alike),
        worst.customer(),
        worst.micros(),
        worst.measure().equals(measure) ? worst.amount() : -1);
  }

  /** Within a quarter of the number, and at least within one. */
  private static boolean isAlike(String measure, long amount, Moved one) {
    return amount >= 0
        && one.amount() >= 0
        && one.measure().equals(measure)
        && Math.abs(one.amount() - amount) <= Math.max(1, amount / QUARTER);
  }

  private static long median(List<Moved> sorted) {
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half).micros()
        : (sorted.get(half - 1).micros() + sorted.get(half).micros()) / 2;
  }
}
