package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Check;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.EntityDigest;
import dev.godwit.orchestrator.domain.common.EntityPlan;
import dev.godwit.orchestrator.domain.common.LedgerLine;
import dev.godwit.orchestrator.domain.common.RunKind;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.common.StatementResult;
import dev.godwit.orchestrator.domain.common.TableCount;
import dev.godwit.orchestrator.domain.report.Report;
import dev.godwit.orchestrator.domain.report.Report.ChunkReport;
import dev.godwit.orchestrator.domain.report.Report.CustomerUnknownReport;
import dev.godwit.orchestrator.domain.report.Report.CutReport;
import dev.godwit.orchestrator.domain.report.Report.EnableReport;
import dev.godwit.orchestrator.domain.report.Report.FailureReport;
import dev.godwit.orchestrator.domain.report.Report.FreezeReport;
import dev.godwit.orchestrator.domain.report.Report.LiveArrivalReport;
import dev.godwit.orchestrator.domain.report.Report.LiveSentReport;
import dev.godwit.orchestrator.domain.report.Report.PlanReport;
import dev.godwit.orchestrator.domain.report.Report.PrepareReport;
import dev.godwit.orchestrator.domain.report.Report.ProbesReport;
import dev.godwit.orchestrator.domain.report.Report.PurgeReport;
import dev.godwit.orchestrator.domain.report.Report.ReplayReport;
import dev.godwit.orchestrator.domain.report.Report.ReturnReport;
import dev.godwit.orchestrator.domain.report.Report.SnapshotLostReport;
import dev.godwit.orchestrator.domain.report.Report.SourceAssessmentReport;
import dev.godwit.orchestrator.domain.report.Report.SourceRecheckReport;
import dev.godwit.orchestrator.domain.report.Report.StatementsReport;
import dev.godwit.orchestrator.domain.report.Report.TargetAssessmentReport;
import dev.godwit.orchestrator.domain.report.Report.TargetNotEmptyReport;
import dev.godwit.orchestrator.domain.report.Report.ThawReport;
import dev.godwit.orchestrator.domain.report.Report.VerdictReport;
import dev.godwit.orchestrator.domain.report.Reported;
import dev.godwit.orchestrator.domain.report.Reported.ReportEnvelope;
import dev.godwit.orchestrator.domain.task.DispatchedTask;
import dev.godwit.orchestrator.domain.task.DispatchedTask.TaskEnvelope;
import dev.godwit.orchestrator.domain.task.Task;
import dev.godwit.orchestrator.domain.task.Task.AssessSource;
import dev.godwit.orchestrator.domain.task.Task.AssessTarget;
import dev.godwit.orchestrator.domain.task.Task.CheckLiveArrival;
import dev.godwit.orchestrator.domain.task.Task.EnableTarget;
import dev.godwit.orchestrator.domain.task.Task.ExtractChunk;
import dev.godwit.orchestrator.domain.task.Task.FreezeSource;
import dev.godwit.orchestrator.domain.task.Task.PlanExtraction;
import dev.godwit.orchestrator.domain.task.Task.PrepareTarget;
import dev.godwit.orchestrator.domain.task.Task.PurgeTarget;
import dev.godwit.orchestrator.domain.task.Task.RecheckSource;
import dev.godwit.orchestrator.domain.task.Task.ReconcileCut;
import dev.godwit.orchestrator.domain.task.Task.RehearseLive;
import dev.godwit.orchestrator.domain.task.Task.ReplayRecords;
import dev.godwit.orchestrator.domain.task.Task.ReturnLive;
import dev.godwit.orchestrator.domain.task.Task.RunProbes;
import dev.godwit.orchestrator.domain.task.Task.RunStatements;
import dev.godwit.orchestrator.domain.task.Task.ThawSource;
import dev.godwit.orchestrator.domain.task.Task.WriteCut;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A source, a target, and services that do tasks on them: what a test of the control plane needs of
 * the world. An act changes the systems at once; its report is what {@link #act} gives.
 */
final class SimulatedSystems {
  private static final class Customer {
    boolean oldEnabled = true;
    boolean newEnabled;
    long rows;
    final Set<Integer> prepared = new HashSet<>();
    final Set<Integer> closed = new HashSet<>();
    int window;
    long live;

    /** The results of replays, by run and number: one that is done again did it once. */
    final Map<String, ReplayReport> replays = new HashMap<>();
  }

  final SimulatedConditions conditions = new SimulatedConditions();
  private final Map<String, Customer> customers = new HashMap<>();
  private int reports;

  boolean isSourceEnabled(String customer) {
    return of(customer).oldEnabled;
  }

  boolean isTargetEnabled(String customer) {
    return of(customer).newEnabled;
  }

  long rows(String customer) {
    return of(customer).rows;
  }

  /** Number of the run that live events belong to; 0 where they are the source's. */
  int window(String customer) {
    return of(customer).window;
  }

  /** Live events of a run that the source has not got back. */
  long live(String customer) {
    return of(customer).live;
  }

  Set<String> customers() {
    return customers.keySet();
  }

  private Customer of(String id) {
    return customers.computeIfAbsent(id, key -> new Customer());
  }

  /** Does the task, and says what came of it. Doing it again changes nothing more. */
  Reported act(DispatchedTask dispatched) {
    TaskEnvelope task = dispatched.envelope();
    Customer customer = of(task.customer());
    boolean fails = conditions.failing.contains(dispatched.task().getClass());
    boolean isOneTransaction =
        dispatched.task() instanceof WriteCut
            || dispatched.task() instanceof PrepareTarget
            || dispatched.task() instanceof ExtractChunk
            || dispatched.task() instanceof RunStatements
            || dispatched.task() instanceof ReplayRecords;
    Report report = fails && isOneTransaction ? null : perform(dispatched.task(), task, customer);
    return reported(
        task,
        stage(dispatched.task()),
        fails ? new FailureReport("subject", "error", "mend it") : report);
  }

  private Report perform(Task task, TaskEnvelope envelope, Customer customer) {
    return switch (task) {
      case AssessSource t ->
          envelope.customer().equals(conditions.unknownCustomer)
              ? new CustomerUnknownReport(List.of("acme2"))
              : new SourceAssessmentReport(
                  conditions.plan.stream()
                      .map(plan -> new EntityCount(plan.entity(), plan.rows()))
                      .toList(),
                  conditions.sourceFingerprint);
      case AssessTarget t ->
          new TargetAssessmentReport(
              List.of(
                  new TableCount(
                      "contacts", conditions.leftovers.getOrDefault(envelope.customer(), 0L))),
              conditions.targetFingerprint,
              conditions.points,
              conditions.probes.size());
      case PrepareTarget t -> prepare(envelope, customer);
      case FreezeSource t -> {
        customer.oldEnabled = false;
        yield new FreezeReport();
      }
      case ThawSource t -> {
        customer.oldEnabled = true;
        yield new ThawReport();
      }
      case PlanExtraction t ->
          new PlanReport("snapshot-1", plans(), 1, 2, List.of(0L), List.of(2L));
      case ExtractChunk t -> {
        if (conditions.snapshotsToLose > 0) {
          conditions.snapshotsToLose--;
          yield new SnapshotLostReport("invalid snapshot identifier");
        }
        if (!customer.closed.contains(envelope.run())) {
          customer.rows += 25;
        }
        yield new ChunkReport(t.entity(), t.chunk(), 25, 10, 7L);
      }
      case WriteCut t -> cut(t, envelope, customer);
      case ReturnLive t -> {
        long returned = customer.live;
        customer.live = 0;
        yield new ReturnReport(returned, returned, 0, 0, 0);
      }
      case ReconcileCut t -> {
        assertThat(t.released()).as("released by replays").isEqualTo(released(envelope, customer));
        yield verdict(t);
      }
      case ReplayRecords t ->
          customer.replays.computeIfAbsent(envelope.run() + "/" + t.replay(), key -> replay(t));
      case PurgeTarget t -> {
        if (envelope.kind() == RunKind.LIVE && !customer.prepared.contains(envelope.run())) {
          throw new AssertionError(
              "Expected no purge of a target that was not prepared: what it holds is not ours");
        }
        customer.closed.add(envelope.run());
        customer.newEnabled = false;
        if (conditions.purgesThatLeaveRows > 0) {
          conditions.purgesThatLeaveRows--;
          yield new PurgeReport(List.of(), List.of(new TableCount("contacts", 1)));
        }
        long deleted = customer.rows;
        customer.rows = 0;
        yield new PurgeReport(
            List.of(new TableCount("contacts", deleted)), List.of(new TableCount("contacts", 0)));
      }
      case RehearseLive t -> new LiveSentReport(conditions.routes, conditions.nothing);
      case CheckLiveArrival t -> {
        customer.rows += customer.closed.contains(envelope.run()) ? 0 : 2;
        yield new LiveArrivalReport(conditions.arrivals);
      }
      case RecheckSource t -> {
        conditions.rechecked = t.extracted();
        yield new SourceRecheckReport(EntityDigest.rows(t.extracted()), conditions.late);
      }
      case RunProbes t -> new ProbesReport(t.cut(), "languages", 7, "", conditions.probes);
      case RunStatements t -> {
        assertThat(conditions.points).as("points of the pack").contains(t.point());
        yield new StatementsReport(
            t.point(), t.cut(), List.of(new StatementResult("counters", 3, 12)));
      }
      case EnableTarget t -> {
        if (customer.closed.contains(envelope.run())) {
          yield new FailureReport("run", "the run is closed", "");
        }
        customer.newEnabled = true;
        yield new EnableReport();
      }
    };
  }

  private List<EntityPlan> plans() {
    return conditions.plan.stream()
        .map(
            one ->
                one.entity().equals(Entity.CONTACTS)
                    ? new EntityPlan(
                        one.entity(),
                        one.rows(),
                        one.chunks(),
                        one.boundaries(),
                        one.mergedChunk(),
                        one.queries(),
                        one.mergeGroups(),
                        one.mergedMembers(),
                        conditions.review,
                        2 * conditions.review)
                    : one)
        .toList();
  }

  private static List<EntityCount> released(TaskEnvelope envelope, Customer customer) {
    Map<Entity, Long> sum = new TreeMap<>();
    customer.replays.forEach(
        (key, report) -> {
          if (key.startsWith(envelope.run() + "/")) {
            report.released().forEach(one -> sum.merge(one.entity(), one.rows(), Long::sum));
          }
        });
    return sum.entrySet().stream()
        .map(one -> new EntityCount(one.getKey(), one.getValue()))
        .toList();
  }

  /** Everything that the stage has in quarantine leaves it; a repair mends what differs. */
  private ReplayReport replay(ReplayRecords task) {
    if (task.stage() == Stage.VALIDATE) {
      return new ReplayReport(
          task.replay(), 600, 0, 600, 0, List.of(), conditions.differences ? 1 : 0, 0, 0);
    }
    List<EntityCount> released =
        conditions.quarantine.stream()
            .filter(one -> one.stage() == task.stage())
            .map(one -> new EntityCount(one.entity(), one.count()))
            .toList();
    conditions.quarantine =
        conditions.quarantine.stream().filter(one -> one.stage() != task.stage()).toList();
    if (task.selection().isOfDifferences()) {
      conditions.differences = false;
    }
    long rows = released.stream().mapToLong(EntityCount::rows).sum();
    return new ReplayReport(task.replay(), rows + 3, rows, 3, 0, released, 0, 0, 0);
  }

  private Report prepare(TaskEnvelope envelope, Customer customer) {
    Long rows = conditions.notEmpty.get(envelope.customer());
    if (envelope.kind() == RunKind.LIVE
        && rows != null
        && !customer.prepared.contains(envelope.run())) {
      return new TargetNotEmptyReport(List.of(new TableCount("contacts", rows)));
    }
    customer.prepared.add(envelope.run());
    return new PrepareReport();
  }

  private static CutReport cut(WriteCut task, TaskEnvelope envelope, Customer customer) {
    if (task.entity().equals(Entity.LIVE)) {
      customer.window = task.closes() ? 0 : envelope.run();
      customer.live += 3;
    }
    return new CutReport(task.entity(), task.cut(), List.of(7L + task.cut()), task.closes());
  }

  private VerdictReport verdict(ReconcileCut task) {
    List<LedgerLine> ledger =
        task.sourceRows().stream()
            .map(
                count ->
                    new LedgerLine(
                        count.entity(),
                        count.rows(),
                        count.rows(),
                        count.rows() - behind(count),
                        0,
                        behind(count),
                        count.rows() - behind(count),
                        0,
                        count.rows() - behind(count),
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0))
            .toList();
    boolean same = !conditions.differences;
    return new VerdictReport(
        task.cut(),
        same,
        ledger,
        List.of(new Check("extracted-equals-source", "CONTACTS", "100", same ? "100" : "99", same)),
        conditions.quarantine,
        same ? 0 : 1,
        0,
        0);
  }

  private long behind(EntityCount count) {
    return Math.min(conditions.behind, count.rows());
  }

  /** A report of a task, with an id of its own. */
  Reported reported(TaskEnvelope task, Stage stage, Report report) {
    return reported(task, stage, report, task.taskId());
  }

  /** A report of a task's run about another task, with an id of its own. */
  Reported reported(TaskEnvelope task, Stage stage, Report report, String taskId) {
    return new Reported(
        new ReportEnvelope(
            "report-" + reports++,
            taskId,
            task.migrationId(),
            task.run(),
            stage,
            stage.name().toLowerCase(java.util.Locale.ROOT) + "-1",
            Instant.EPOCH),
        report);
  }

  static Stage stage(Task task) {
    return switch (task) {
      case AssessTarget t -> Stage.LOAD;
      case PrepareTarget t -> Stage.LOAD;
      case PurgeTarget t -> Stage.LOAD;
      case RunStatements t -> Stage.LOAD;
      case EnableTarget t -> Stage.LOAD;
      case ReconcileCut t -> Stage.VALIDATE;
      case CheckLiveArrival t -> Stage.VALIDATE;
      case RunProbes t -> Stage.VALIDATE;
      case ReplayRecords t -> t.stage();
      default -> Stage.EXTRACT;
    };
  }
}
