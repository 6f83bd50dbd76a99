package dev.godwit.orchestrator.view.fold;

import dev.godwit.api.ReportAnswer;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.api.text.Figures;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.TableCount;
import dev.godwit.orchestrator.domain.event.EndingEvent.TargetPurged;
import dev.godwit.orchestrator.domain.event.RunEvent.VerdictReached;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Answers made from a verdict and from the proof of a purge. */
final class Verdicts {
  private Verdicts() {}

  static VerdictAnswer of(VerdictReached e, Instant at, boolean live) {
    return new VerdictAnswer(
        e.cut(),
        e.reconciled(),
        at,
        e.missing(),
        e.unexpected(),
        e.changed(),
        e.ledger().stream()
            .map(
                l ->
                    new VerdictAnswer.LedgerLine(
                        l.entity().name(),
                        l.sourceRows(),
                        l.extracted(),
                        l.transformed(),
                        l.mergedAway(),
                        l.quarantinedByTransformer(),
                        l.loaded(),
                        l.quarantinedByLoader(),
                        l.targetRows(),
                        l.duplicates(),
                        live && l.entity().equals(Entity.ENGAGEMENTS),
                        l.liveReceived(),
                        l.liveLoaded(),
                        l.liveDuplicates(),
                        l.liveQuarantined(),
                        l.liveMachine()))
            .toList(),
        e.checks().stream()
            .map(
                c ->
                    new VerdictAnswer.Check(
                        c.name(), c.subject(), c.expected(), c.found(), c.passed()))
            .toList(),
        List.of());
  }

  /** The first check that failed, or else the differing keys, as a sentence. */
  static String firstFailure(VerdictReached e) {
    return e.checks().stream()
        .filter(c -> !c.passed())
        .findFirst()
        .map(
            c ->
                "%s on %s: expected %s, found %s."
                    .formatted(c.name(), c.subject(), c.expected(), c.found()))
        .orElseGet(
            () ->
                "Keys differ: %s missing, %s unexpected, %s changed."
                    .formatted(
                        Figures.count(e.missing()),
                        Figures.count(e.unexpected()),
                        Figures.count(e.changed())));
  }

  /** Quarantined records up to the cut, by {@link #reason stage, entity and reason}. */
  static Map<String, Long> quarantine(VerdictReached e) {
    return counts(e.quarantine());
  }

  /** Findings by {@link #reason stage, entity and reason}. */
  static Map<String, Long> counts(List<QuarantineCount> findings) {
    Map<String, Long> counts = new TreeMap<>();
    findings.forEach(
        q ->
            counts.merge(
                reason(q.stage().name(), q.entity().name(), q.reason()), q.count(), Long::sum));
    return counts;
  }

  /** Key of a reason. */
  static String reason(String stage, String entity, String reason) {
    return String.join("/", stage, entity, reason);
  }

  static ReportAnswer.Purge purge(TargetPurged e, String reason, Instant at) {
    Map<String, Long> deleted = byTable(e.deleted());
    Map<String, Long> left = byTable(e.left());
    Set<String> tables = new TreeSet<>(deleted.keySet());
    tables.addAll(left.keySet());
    return new ReportAnswer.Purge(
        at,
        reason,
        !left.isEmpty() && left.values().stream().allMatch(rows -> rows == 0),
        tables.stream()
            .map(
                t ->
                    new ReportAnswer.Purge.Table(
                        t, deleted.getOrDefault(t, 0L), left.getOrDefault(t, 0L)))
            .toList());
  }

  private static Map<String, Long> byTable(List<TableCount> counts) {
    Map<String, Long> rows = new HashMap<>();
    counts.forEach(c -> rows.merge(c.table(), c.rows(), Long::sum));
    return rows;
  }
}
