package dev.godwit.orchestrator.view.read;

import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.ReplayAnswer;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.StoryLine;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.progress.ProgressArithmetic;
import dev.godwit.orchestrator.view.quarantine.QuarantineExport;
import dev.godwit.orchestrator.view.store.DifferenceRow;
import dev.godwit.orchestrator.view.store.MigrationRow;
import dev.godwit.orchestrator.view.store.QuarantineExampleRow;
import dev.godwit.orchestrator.view.store.QuarantineReasonRow;
import dev.godwit.orchestrator.view.store.QuarantineReleaseRow;
import dev.godwit.orchestrator.view.store.RunRow;
import dev.godwit.orchestrator.view.store.StoryRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads everything about a run as a report. */
@ApplicationScoped
public class ReportReader {
  private static final int EXAMPLES = 5;

  private final MigrationReader migrations;
  private final ProgressReader progress;

  ReportReader(MigrationReader migrations, ProgressReader progress) {
    this.migrations = migrations;
    this.progress = progress;
  }

  /**
   * The report of a run.
   *
   * @param number number of the run; 0 for the latest
   * @return empty where there is no such migration, or no such run of it
   */
  @Transactional
  public Optional<ReportAnswer> report(String customer, int number) {
    return MigrationReader.document(customer)
        .filter(m -> number == 0 || run(m, number) != null)
        .map(m -> report(m, run(m, number), Instant.now()));
  }

  /**
   * Quarantined records of a run, by reason.
   *
   * @param number number of the run; 0 for the latest
   * @return empty where there is no such migration
   */
  @Transactional
  public Optional<List<QuarantineAnswer>> quarantine(String customer, int number) {
    return MigrationReader.document(customer).map(m -> quarantine(m, run(m, number)));
  }

  /**
   * A run whose quarantine can be exported.
   *
   * @param number number of the run; 0 for the latest
   * @return empty where there is no such migration, or no such run of it
   */
  @Transactional
  public Optional<QuarantineExport.Run> exported(String customer, int number) {
    return MigrationReader.document(customer)
        .map(m -> run(m, number))
        .map(run -> new QuarantineExport.Run(run.customer, run.run, run.startedAt, run.derivedIds));
  }

  /** A run of a migration, with 0 its latest; null where there is none. */
  private static RunDocument run(MigrationDocument m, int number) {
    return RunRow.document(m.customer, number == 0 ? m.run : number);
  }

  private ReportAnswer report(MigrationDocument m, RunDocument run, Instant now) {
    List<StoryLine> decisions =
        StoryRow.decisions(m.customer).stream().map(StoryRow::line).toList();
    var answer = migrations.answer(m, MigrationRow.programmePaused());
    if (run == null) {
      return new ReportAnswer(
          now, answer, null, null, null, null, null, null, List.of(), List.of(), List.of(),
          m.waivers, List.of(), 0, 0, 0, decisions);
    }
    ProgressArithmetic arithmetic = progress.arithmetic(run, now);
    return new ReportAnswer(
        now,
        answer,
        MigrationReader.run(run),
        verdict(run, run.verdict),
        arithmetic.live(),
        run.live == null ? null : verdict(run, run.live.verdict),
        run.purge,
        run.failure,
        durations(run, now),
        arithmetic.all(),
        quarantine(m, run),
        m.waivers,
        replays(run),
        run.mergeGroups,
        run.mergedMembers,
        run.chunks,
        ReplacedValues.of(run, m.waivers),
        run.merged,
        run.statements,
        MeasuredPages.of(m, run),
        decisions);
  }

  private static List<ReplayAnswer> replays(RunDocument run) {
    return run.replays.stream()
        .map(
            r ->
                r.answer(run.run)
                    .with(
                        DifferenceRow.ofReplay(run.id(), r.replay).stream()
                            .map(DifferenceRow::answer)
                            .toList()))
        .toList();
  }

  private static VerdictAnswer verdict(RunDocument run, VerdictAnswer v) {
    if (v == null) {
      return null;
    }
    return v.with(
        DifferenceRow.ofCut(run.id(), v.cut()).stream().map(DifferenceRow::answer).toList());
  }

  private static List<ReportAnswer.PhaseDuration> durations(RunDocument run, Instant now) {
    return run.phases.stream()
        .map(
            p ->
                new ReportAnswer.PhaseDuration(
                    p.phase(),
                    p.startedAt(),
                    p.endedAt(),
                    Duration.between(p.startedAt(), p.endedAt() == null ? now : p.endedAt())
                        .toMillis()))
        .toList();
  }

  private static List<QuarantineAnswer> quarantine(MigrationDocument m, RunDocument run) {
    if (run == null) {
      return List.of();
    }
    String runId = run.id();
    Map<String, List<QuarantineAnswer.Example>> examples =
        QuarantineExampleRow.ofRun(runId).stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.reasonId,
                    Collectors.mapping(QuarantineExampleRow::example, Collectors.toList())));
    Map<String, List<QuarantineReleaseRow>> releases =
        QuarantineReleaseRow.ofRun(runId).stream().collect(Collectors.groupingBy(r -> r.reasonId));
    return QuarantineReasonRow.ofRun(runId).stream()
        .map(
            r -> {
              List<QuarantineAnswer.Example> known = examples.getOrDefault(r.id, List.of());
              long counted = count(run, r, releases.getOrDefault(r.id, List.of()));
              return new QuarantineAnswer(
                  run.run,
                  r.entity,
                  r.stage,
                  r.reason,
                  Math.max(counted, known.size()),
                  waived(m, r),
                  r.longest,
                  r.limit,
                  known.stream().limit(EXAMPLES).toList());
            })
        .filter(q -> q.count() > 0 || !q.examples().isEmpty())
        .toList();
  }

  /**
   * Records in quarantine for a reason now. By the receipts: all that were quarantined, without the
   * released ones. By the last verdict, which is kept when receipts have expired: those that it
   * counts, without the ones that replays after it released. Each is exact or too low; the receipt
   * of a record may come behind the record.
   */
  private static long count(
      RunDocument run, QuarantineReasonRow r, List<QuarantineReleaseRow> releases) {
    long released = releases.stream().mapToLong(one -> one.released).sum();
    long later =
        releases.stream()
            .filter(one -> one.replay > run.replayOfVerdict)
            .mapToLong(one -> one.released)
            .sum();
    long verdict = run.quarantined(r.stage, r.entity, r.reason);
    return Math.max(0, Math.max(r.counted - released, verdict - later));
  }

  private static long waived(MigrationDocument m, QuarantineReasonRow r) {
    return m.waivers.stream()
        .filter(w -> w.entity().equals(r.entity) && w.reason().equals(r.reason))
        .mapToLong(ReportAnswer.Waiver::upTo)
        .max()
        .orElse(0);
  }
}
