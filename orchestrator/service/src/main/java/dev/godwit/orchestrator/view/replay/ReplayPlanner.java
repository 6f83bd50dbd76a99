package dev.godwit.orchestrator.view.replay;

import dev.godwit.api.Problem;
import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.ReplayPlanAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.quarantine.QuarantineExport;
import dev.godwit.orchestrator.view.read.ReportReader;
import dev.godwit.orchestrator.view.replay.InputRange.Counts;
import dev.godwit.orchestrator.view.store.MigrationRow;
import dev.godwit.orchestrator.view.store.RunRow;
import dev.godwit.orchestrator.view.store.StageRangeRow;
import dev.godwit.records.Entity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Plans a replay of a migration's latest run from its receipts and from the offsets that the topics
 * still hold. It refuses under the same conditions as the orchestrator, and also where retention
 * has deleted records that would be read.
 */
@ApplicationScoped
public class ReplayPlanner {
  private final RangeCounts counts;
  private final ReportReader reports;

  ReplayPlanner(RangeCounts counts, ReportReader reports) {
    this.counts = counts;
    this.reports = reports;
  }

  /**
   * Plans.
   *
   * @param topics offsets of the input topics
   * @return empty where there is no such migration
   */
  @Transactional
  public Optional<ReplayPlanAnswer> plan(
      String customer, ReplayRequest request, TopicBounds topics) {
    return MigrationRow.<MigrationRow>findByIdOptional(customer)
        .map(row -> plan(row.read(), request, topics));
  }

  /**
   * The conditions of a redrive.
   *
   * @param run number of the run; 0 where there is none
   * @param refusal why a redrive would be refused; null where it is possible
   * @param outcome how the run ended; null where there is none
   * @param quarantine the run's quarantine; null where there is no run
   */
  public record Conditions(
      int run, Problem refusal, RunOutcome outcome, QuarantineExport.Run quarantine) {}

  /**
   * Whether a redrive of the latest run is possible now.
   *
   * @param entities entities of the records that are chosen; empty for all
   * @return empty where there is no such migration
   */
  @Transactional
  public Optional<Conditions> redrive(String customer, List<Entity> entities) {
    return MigrationRow.<MigrationRow>findByIdOptional(customer)
        .map(
            row -> {
              MigrationDocument m = row.read();
              RunDocument run = RunRow.document(m.customer, m.run);
              Optional<Problem> refusal =
                  ReplayConditions.refusal(
                      m, run, ReplayRequest.redrive(entities), MigrationRow.programmePaused());
              return new Conditions(
                  m.run,
                  refusal.orElse(null),
                  run == null ? null : run.outcome,
                  reports.exported(customer, 0).orElse(null));
            });
  }

  private ReplayPlanAnswer plan(MigrationDocument m, ReplayRequest request, TopicBounds topics) {
    RunDocument run = RunRow.document(m.customer, m.run);
    Optional<Problem> refusal =
        ReplayConditions.refusal(m, run, request, MigrationRow.programmePaused());
    if (refusal.isPresent()) {
      return refused(m, request, refusal.get());
    }
    List<StageRangeRow> rows = StageRangeRow.of(run.id(), source(request.stage()));
    Long start = request.fromOffset();
    if (request.fromFailure()) {
      start = firstQuarantined(rows, request);
      if (start == null) {
        return refused(m, request, nothingFailed(m, request));
      }
    }
    List<InputRange> ranges = ranges(run, rows, request, start, topics);
    return missing(ranges, topics)
        .map(problem -> refused(m, request, problem))
        .orElse(planned(run, request, start, ranges, rows));
  }

  /** Stage whose receipts tell the input: the validator compares what the loader read. */
  private static Stage source(Stage stage) {
    return stage == Stage.TRANSFORM ? Stage.TRANSFORM : Stage.LOAD;
  }

  private List<InputRange> ranges(
      RunDocument run,
      List<StageRangeRow> rows,
      ReplayRequest request,
      Long start,
      TopicBounds topics) {
    List<InputRange> whole =
        rows.stream()
            .filter(StageRangeRow::isKnown)
            .filter(r -> r.records != 0 && request.reads(r.entity, r.part))
            .map(r -> InputRange.of(r, request.stage()))
            .toList();
    Map<TopicPartition, Long> times =
        request.fromTime() == null || whole.isEmpty()
            ? Map.of()
            : topics.from(whole.stream().map(InputRange::partition).toList(), request.fromTime());
    List<InputRange> ranges = new ArrayList<>();
    for (InputRange range : whole) {
      long from =
          Math.max(
              start == null ? range.from() : start,
              times.getOrDefault(range.partition(), range.from()));
      if (from <= range.from()) {
        ranges.add(range);
      } else if (from < range.to()) {
        Counts left = counts.behind(run.id(), source(request.stage()).name(), range, from);
        ranges.add(range.from(from, left));
      }
    }
    return ranges;
  }

  /**
   * First offset that the stage quarantined in what the request reads; null where there is none.
   */
  private static Long firstQuarantined(List<StageRangeRow> rows, ReplayRequest request) {
    return rows.stream()
        .filter(r -> request.reads(r.entity, r.part))
        .map(r -> r.firstQuarantined)
        .filter(Objects::nonNull)
        .min(Long::compare)
        .orElse(null);
  }

  private static Problem nothingFailed(MigrationDocument m, ReplayRequest request) {
    return new Problem(
        "a record that the stage %s quarantined or failed at"
            .formatted(dev.godwit.api.text.Figures.word(request.stage().name())),
        "none in what is to be read",
        "Leave --from-failure out; see godwit quarantine %s.".formatted(m.customer));
  }

  /** The first range whose begin retention has deleted. */
  private static Optional<Problem> missing(List<InputRange> ranges, TopicBounds topics) {
    if (ranges.isEmpty()) {
      return Optional.empty();
    }
    Map<TopicPartition, Long> begins =
        topics.begins(ranges.stream().map(InputRange::partition).toList());
    return ranges.stream()
        .filter(r -> begins.getOrDefault(r.partition(), Long.MAX_VALUE) > r.from())
        .findFirst()
        .map(r -> deleted(r, begins.get(r.partition())));
  }

  private static Problem deleted(InputRange range, Long begin) {
    String expected =
        "%s to hold the records from offset %d on".formatted(range.partition(), range.from());
    return begin == null
        ? new Problem(
            expected,
            "no such partition",
            "Move the customer again: its records are gone from the topics.")
        : new Problem(
            expected,
            "offset %d as its first: retention has deleted the earlier ones".formatted(begin),
            "Read what is left with --from-offset %d, or move the customer again."
                .formatted(begin));
  }

  private ReplayPlanAnswer planned(
      RunDocument run,
      ReplayRequest request,
      Long start,
      List<InputRange> ranges,
      List<StageRangeRow> rows) {
    boolean known = ranges.stream().allMatch(r -> r.counts().records() >= 0) && !rows.isEmpty();
    long records = known ? ranges.stream().mapToLong(r -> r.counts().records()).sum() : -1;
    long selected = selected(run, request, ranges, records);
    double measured = ReplayEstimate.measured(run, request.stage(), rows);
    return new ReplayPlanAnswer(
        run.customer,
        run.run,
        request.stage().name(),
        null,
        start,
        ranges.stream().map(ReplayPlanner::answer).toList(),
        entities(ranges),
        records,
        selected,
        request.rate(),
        measured,
        ReplayEstimate.seconds(records, selected, measured, request.rate()),
        notes(run, request, known, selected));
  }

  private static ReplayPlanAnswer.Range answer(InputRange r) {
    return new ReplayPlanAnswer.Range(
        r.partition().topic(),
        r.entity().name(),
        r.partition().partition(),
        r.from(),
        r.to(),
        r.counts().records());
  }

  private static List<ReplayPlanAnswer.EntityPlan> entities(List<InputRange> ranges) {
    List<ReplayPlanAnswer.EntityPlan> plans = new ArrayList<>();
    for (Entity entity : ranges.stream().map(InputRange::entity).sorted().distinct().toList()) {
      List<InputRange> of = ranges.stream().filter(r -> r.entity().equals(entity)).toList();
      Counts sum = of.stream().map(InputRange::counts).reduce(Counts.NONE, Counts::plus);
      plans.add(
          new ReplayPlanAnswer.EntityPlan(
              entity.name(), sum.records(), sum.done(), sum.quarantined()));
    }
    return plans;
  }

  /** At most so many records meet the selection. */
  private long selected(
      RunDocument run, ReplayRequest request, List<InputRange> ranges, long records) {
    long selected = records;
    if (request.repair()) {
      selected = atMost(selected, ReplayConditions.differences(run));
    }
    if (request.keys() > 0) {
      long entities = ranges.stream().map(InputRange::entity).distinct().count();
      selected = atMost(selected, request.keys() * Math.max(1, entities));
    }
    if (request.quarantined() != null || request.stage() == Stage.TRANSFORM) {
      selected = atMost(selected, quarantined(run, request));
    }
    return selected;
  }

  private static long atMost(long records, long most) {
    return records < 0 ? most : Math.min(records, most);
  }

  private long quarantined(RunDocument run, ReplayRequest request) {
    return reports.quarantine(run.customer, run.run).orElse(List.of()).stream()
        .filter(q -> q.stage().equals(request.stage().name()))
        .filter(q -> request.readsQuarantined(q.reason()))
        .filter(
            q ->
                request.entities().isEmpty()
                    || request.entities().contains(Entity.valueOf(q.entity())))
        .mapToLong(QuarantineAnswer::count)
        .sum();
  }

  private static List<String> notes(
      RunDocument run, ReplayRequest request, boolean known, long selected) {
    List<String> notes = new ArrayList<>();
    if (!known) {
      notes.add(
          "The receipts of this run were projected by a version of before, so some counts are not"
              + " known: godwit view rebuild.");
    }
    if (selected == 0) {
      notes.add("Nothing meets the selection: the replay would change nothing.");
    }
    switch (request.stage()) {
      case TRANSFORM ->
          notes.add(
              "Only records in quarantine are transformed again; the loader then loads them.");
      case LOAD ->
          notes.add(
              request.repair() && run.outcome != RunOutcome.COMMITTED
                  ? "Rows that are missing are written, and rows that differ are replaced."
                  : "Rows that are missing are written; rows that are present stay as they are.");
      default -> notes.add("All rows are compared with the target; nothing is changed.");
    }
    if (request.stage() != Stage.VALIDATE && run.outcome != RunOutcome.COMMITTED) {
      notes.add("Afterwards the run is cut and judged again by itself.");
    }
    return notes;
  }

  private static ReplayPlanAnswer refused(
      MigrationDocument m, ReplayRequest request, Problem refusal) {
    return new ReplayPlanAnswer(
        m.customer,
        m.run,
        request.stage().name(),
        refusal,
        null,
        List.of(),
        List.of(),
        0,
        0,
        request.rate(),
        0,
        null,
        List.of());
  }
}
