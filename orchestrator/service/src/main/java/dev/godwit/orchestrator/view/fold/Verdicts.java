package dev.godwit.orchestrator.view.fold;

import dev.godwit.api.ReportAnswer;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.api.text.Figures;
import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.TableCount;
import dev.godwit.event.v1.TargetPurged;
import dev.godwit.event.v1.VerdictReached;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The validator's verdict and the loader's purge, as they are shown. */
final class Verdicts {
  private Verdicts() {}

  static VerdictAnswer of(VerdictReached e, Instant at, boolean live) {
    return new VerdictAnswer(
        e.getCut(),
        e.getReconciled(),
        at,
        e.getMissing(),
        e.getUnexpected(),
        e.getChanged(),
        e.getLedger().stream()
            .map(
                l ->
                    new VerdictAnswer.LedgerLine(
                        l.getEntity().name(),
                        l.getSourceRows(),
                        l.getExtracted(),
                        l.getTransformed(),
                        l.getMergedAway(),
                        l.getQuarantinedByTransformer(),
                        l.getLoaded(),
                        l.getQuarantinedByLoader(),
                        l.getTargetRows(),
                        l.getDuplicates(),
                        live && l.getEntity() == Entity.ENGAGEMENTS,
                        l.getLiveReceived(),
                        l.getLiveLoaded(),
                        l.getLiveDuplicates(),
                        l.getLiveQuarantined()))
            .toList(),
        e.getChecks().stream()
            .map(
                c ->
                    new VerdictAnswer.Check(
                        c.getName(), c.getSubject(), c.getExpected(), c.getFound(), c.getPassed()))
            .toList(),
        List.of());
  }

  /** The first check that did not pass, or the differing keys, as a sentence. */
  static String firstFailure(VerdictReached e) {
    return e.getChecks().stream()
        .filter(c -> !c.getPassed())
        .findFirst()
        .map(
            c ->
                "%s on %s: expected %s, found %s."
                    .formatted(c.getName(), c.getSubject(), c.getExpected(), c.getFound()))
        .orElseGet(
            () ->
                "Keys differ: %s missing, %s unexpected, %s changed."
                    .formatted(
                        Figures.count(e.getMissing()),
                        Figures.count(e.getUnexpected()),
                        Figures.count(e.getChanged())));
  }

  /** What was quarantined up to the cut, by {@link #reason stage, entity and reason}. */
  static Map<String, Long> quarantine(VerdictReached e) {
    Map<String, Long> counts = new TreeMap<>();
    e.getQuarantine()
        .forEach(
            q ->
                counts.merge(
                    reason(q.getStage().name(), q.getEntity().name(), q.getReason()),
                    q.getCount(),
                    Long::sum));
    return counts;
  }

  /** Key of a reason. */
  static String reason(String stage, String entity, String reason) {
    return String.join("/", stage, entity, reason);
  }

  static ReportAnswer.Purge purge(TargetPurged e, String reason, Instant at) {
    Map<String, Long> deleted = byTable(e.getDeleted());
    Map<String, Long> left = byTable(e.getLeft());
    List<ReportAnswer.Purge.Table> tables = new ArrayList<>();
    for (String table : new TreeSet<>(union(deleted, left))) {
      tables.add(
          new ReportAnswer.Purge.Table(
              table, deleted.getOrDefault(table, 0L), left.getOrDefault(table, 0L)));
    }
    boolean empty = !left.isEmpty() && left.values().stream().allMatch(rows -> rows == 0);
    return new ReportAnswer.Purge(at, reason, empty, tables);
  }

  private static Map<String, Long> byTable(List<TableCount> counts) {
    Map<String, Long> rows = new LinkedHashMap<>();
    counts.forEach(c -> rows.merge(c.getTable(), c.getRows(), Long::sum));
    return rows;
  }

  private static List<String> union(Map<String, Long> a, Map<String, Long> b) {
    List<String> names = new ArrayList<>(a.keySet());
    names.addAll(b.keySet());
    return names;
  }
}
