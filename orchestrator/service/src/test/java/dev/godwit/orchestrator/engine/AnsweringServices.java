package dev.godwit.orchestrator.engine;

import dev.godwit.common.v1.Check;
import dev.godwit.common.v1.EntityCount;
import dev.godwit.common.v1.EntityPlan;
import dev.godwit.common.v1.LedgerLine;
import dev.godwit.common.v1.RouteArrival;
import dev.godwit.common.v1.RouteCount;
import dev.godwit.common.v1.Stage;
import dev.godwit.common.v1.TableCount;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.report.v1.ChunkReport;
import dev.godwit.report.v1.CutReport;
import dev.godwit.report.v1.EnableReport;
import dev.godwit.report.v1.FailureReport;
import dev.godwit.report.v1.FreezeReport;
import dev.godwit.report.v1.LiveArrivalReport;
import dev.godwit.report.v1.LiveSentReport;
import dev.godwit.report.v1.PlanReport;
import dev.godwit.report.v1.PrepareReport;
import dev.godwit.report.v1.PurgeReport;
import dev.godwit.report.v1.ReplayReport;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.report.v1.ReturnReport;
import dev.godwit.report.v1.SourceAssessmentReport;
import dev.godwit.report.v1.SourceRecheckReport;
import dev.godwit.report.v1.TargetAssessmentReport;
import dev.godwit.report.v1.ThawReport;
import dev.godwit.report.v1.VerdictReport;
import dev.godwit.task.v1.AssessSource;
import dev.godwit.task.v1.AssessTarget;
import dev.godwit.task.v1.CheckLiveArrival;
import dev.godwit.task.v1.EnableTarget;
import dev.godwit.task.v1.ExtractChunk;
import dev.godwit.task.v1.FreezeSource;
import dev.godwit.task.v1.PlanExtraction;
import dev.godwit.task.v1.PrepareTarget;
import dev.godwit.task.v1.PurgeTarget;
import dev.godwit.task.v1.RecheckSource;
import dev.godwit.task.v1.ReconcileCut;
import dev.godwit.task.v1.RehearseLive;
import dev.godwit.task.v1.ReplayRecords;
import dev.godwit.task.v1.ReturnLive;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.task.v1.ThawSource;
import dev.godwit.task.v1.WriteCut;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;

/** Four services that answer every task with what is hoped for. */
final class AnsweringServices {
  private AnsweringServices() {}

  static TaskEnvelope envelope(SpecificRecord task) {
    return (TaskEnvelope) task.get(task.getSchema().getField("envelope").pos());
  }

  static SpecificRecord answer(SpecificRecord task) {
    return switch (task) {
      case AssessSource t ->
          new SourceAssessmentReport(
              head(t, Stage.EXTRACT),
              List.of(
                  new EntityCount(Entity.CONTACTS.symbol(), 100L, null),
                  new EntityCount(Entity.EMAILS.symbol(), 200L, null)),
              "source-1");
      case AssessTarget t ->
          new TargetAssessmentReport(
              head(t, Stage.LOAD),
              List.of(new TableCount("contacts", 0L)),
              "target-1",
              List.of(),
              0);
      case PrepareTarget t -> new PrepareReport(head(t, Stage.LOAD));
      case FreezeSource t -> new FreezeReport(head(t, Stage.EXTRACT));
      case ThawSource t -> new ThawReport(head(t, Stage.EXTRACT));
      case PlanExtraction t ->
          new PlanReport(
              head(t, Stage.EXTRACT),
              "snapshot",
              List.of(
                  new EntityPlan(
                      Entity.CONTACTS.symbol(),
                      100L,
                      2,
                      List.of("m"),
                      false,
                      null,
                      List.of(),
                      0L,
                      0L,
                      0L,
                      0L),
                  new EntityPlan(
                      Entity.EMAILS.symbol(),
                      200L,
                      1,
                      List.of(),
                      false,
                      null,
                      List.of(),
                      0L,
                      0L,
                      0L,
                      0L)),
              0L,
              0L,
              List.of(0L),
              List.of(0L));
      case ExtractChunk t ->
          new ChunkReport(
              head(t, Stage.EXTRACT),
              Entities.of(t).symbol(),
              t.getChunk(),
              50L,
              3L,
              7L,
              Entities.of(t).declaredName());
      case WriteCut t ->
          new CutReport(
              head(t, Stage.EXTRACT),
              Entities.of(t).symbol(),
              t.getCut(),
              List.of(1L, 2L),
              t.getCloses(),
              Entities.of(t).declaredName());
      case ReconcileCut t ->
          new VerdictReport(
              head(t, Stage.VALIDATE),
              t.getCut(),
              true,
              t.getSourceRows().stream().map(AnsweringServices::line).toList(),
              List.of(new Check("extracted-equals-source", "CONTACTS", "100", "100", true)),
              List.of(),
              0L,
              0L,
              0L);
      case ReturnLive t -> new ReturnReport(head(t, Stage.EXTRACT), 9L, 5L, 2L, 1L, 1L);
      case PurgeTarget t ->
          new PurgeReport(
              head(t, Stage.LOAD),
              List.of(new TableCount("contacts", 100L)),
              List.of(new TableCount("contacts", 0L)));
      case RehearseLive t ->
          new LiveSentReport(head(t, Stage.EXTRACT), List.of(new RouteCount("topic", 3L)), "");
      case CheckLiveArrival t ->
          new LiveArrivalReport(
              head(t, Stage.VALIDATE), List.of(new RouteArrival("topic", 3L, 3L, 0L, 0L, 0L, "")));
      case RecheckSource t ->
          new SourceRecheckReport(
              head(t, Stage.EXTRACT),
              t.getExtracted().stream()
                  .map(
                      one ->
                          new EntityCount(
                              Entities.of(one).symbol(),
                              one.getRows(),
                              Entities.of(one).declaredName()))
                  .toList(),
              0L);
      case EnableTarget t -> new EnableReport(head(t, Stage.LOAD));
      case ReplayRecords t ->
          new ReplayReport(
              head(t, t.getStage()),
              t.getReplay(),
              9L,
              4L,
              5L,
              0L,
              List.of(new EntityCount(Entity.CONTACTS.symbol(), 4L, null)),
              0L,
              0L,
              0L);
      default -> throw new AssertionError("Expected a task, found " + task.getSchema());
    };
  }

  private static LedgerLine line(EntityCount count) {
    long rows = count.getRows();
    return new LedgerLine(
        Entities.of(count).symbol(),
        rows,
        rows,
        rows,
        0L,
        0L,
        rows,
        0L,
        rows,
        0L,
        0L,
        0L,
        0L,
        0L,
        0L,
        0L,
        0L,
        Entities.of(count).declaredName());
  }

  /** The failure of a task, or of its run where it belongs to no task. */
  static SpecificRecord failure(SpecificRecord task, Stage stage, String taskId) {
    ReportEnvelope envelope = head(task, stage);
    envelope.setReportId(UUID.randomUUID().toString());
    envelope.setTaskId(taskId);
    return new FailureReport(
        envelope, "contacts", "value too long for column name", "widen it", 12L, "c-7");
  }

  private static ReportEnvelope head(SpecificRecord task, Stage stage) {
    TaskEnvelope envelope = envelope(task);
    return new ReportEnvelope(
        UUID.nameUUIDFromBytes(envelope.getTaskId().getBytes(StandardCharsets.UTF_8)).toString(),
        envelope.getTaskId(),
        envelope.getMigrationId(),
        envelope.getRun(),
        stage,
        "service-1",
        Instant.EPOCH);
  }
}
