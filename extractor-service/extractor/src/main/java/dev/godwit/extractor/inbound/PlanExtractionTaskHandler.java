package dev.godwit.extractor.inbound;

import dev.godwit.extractor.engagement.delivery.DeliveryBarrier;
import dev.godwit.extractor.merge.Decided;
import dev.godwit.extractor.outbound.IdentityRecords;
import dev.godwit.extractor.outbound.MergeGroupRecords;
import dev.godwit.extractor.snapshot.ExtractionPlanner;
import dev.godwit.extractor.snapshot.ExtractionPlanner.Plan;
import dev.godwit.extractor.snapshot.MergedEntity;
import dev.godwit.extractor.snapshot.Snapshots;
import dev.godwit.extractor.snapshot.Snapshots.HeldSnapshot;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.extractor.topics.EntityTopics;
import dev.godwit.pack.SourcePack;
import dev.godwit.records.Counted;
import dev.godwit.records.Entity;
import dev.godwit.report.v1.PlanReport;
import dev.godwit.task.v1.PlanExtraction;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.decision.DecisionReader;
import dev.godwit.worker.merge.MergeGroup;
import dev.godwit.worker.merge.PublishedMerges;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.task.TaskHandler;
import dev.godwit.worker.task.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Checks the pack again, opens the run's snapshot, which this process holds from then on, and plans
 * the extraction through it. The merge groups and the plan are one transaction.
 */
@ApplicationScoped
public class PlanExtractionTaskHandler implements TaskHandler<PlanExtraction> {
  private static final Logger LOG = Logger.getLogger(PlanExtractionTaskHandler.class);

  private record Planned(String snapshot, Plan plan) {}

  private final SourcePacks packs;
  private final SourceAccess source;
  private final Snapshots snapshots;
  private final ExtractionPlanner planner;
  private final PublishedMerges merges;
  private final DeliveryBarrier delivered;
  private final EntityTopics topics;
  private final DecisionReader decisions;

  PlanExtractionTaskHandler(
      SourcePacks packs,
      SourceAccess source,
      Snapshots snapshots,
      ExtractionPlanner planner,
      PublishedMerges merges,
      DeliveryBarrier delivered,
      EntityTopics topics,
      DecisionReader decisions) {
    this.packs = packs;
    this.source = source;
    this.snapshots = snapshots;
    this.planner = planner;
    this.merges = merges;
    this.delivered = delivered;
    this.topics = topics;
    this.decisions = decisions;
  }

  @Override
  public Class<PlanExtraction> type() {
    return PlanExtraction.class;
  }

  @Override
  public void handle(PlanExtraction task, TaskTransaction transaction) throws Exception {
    TaskEnvelope envelope = task.getEnvelope();
    String customer = envelope.getCustomer();
    String runId = RunSpec.idOf(customer, envelope.getRun());
    delivered.await(envelope);
    packs.forget(envelope.getSourcePack());
    try {
      Map<Entity, Decided> decided = Decided.of(decisions.read(customer, task.getDecisions()));
      Planned planned =
          source.get(
              envelope,
              transaction,
              pack ->
                  plan(
                      runId,
                      pack,
                      customer,
                      decided,
                      new MergeGroupRecords(transaction, runId, customer)));
      Plan plan = planned.plan();
      List<Long> from = merges.ends();
      List<Long> to = IdentityRecords.publish(transaction, runId, customer, plan.merged(), from);
      List<MergeGroup> contacts = plan.groups(Entity.CONTACTS);
      transaction.report(
          PlanReport.newBuilder()
              .setEnvelope(transaction.envelope())
              .setSnapshot(planned.snapshot())
              .setEntities(plan.entities())
              .setMergeGroups(contacts.size())
              .setMergedMembers(contacts.stream().mapToLong(group -> group.members().size()).sum())
              .setIdentitiesFrom(from)
              .setIdentitiesTo(to)
              .build());
      LOG.infof(
          "customer=%s run=%d: planned through snapshot %s: %s with %s, %s for review.",
          customer,
          envelope.getRun(),
          planned.snapshot(),
          Counted.of(
              plan.merged().stream().mapToInt(merged -> merged.groups().size()).sum(),
              "merge group"),
          Counted.of(plan.merged().stream().mapToLong(MergedEntity::members).sum(), "row"),
          Counted.of(
              plan.merged().stream().mapToInt(merged -> merged.review().size()).sum(), "group"));
    } catch (Exception e) {
      snapshots.release(runId);
      throw e;
    }
  }

  private Planned plan(
      String runId,
      SourcePack pack,
      String customer,
      Map<Entity, Decided> decided,
      MergeGroupRecords groups)
      throws Exception {
    topics.require(pack);
    HeldSnapshot snapshot = snapshots.open(runId, pack);
    return new Planned(
        snapshot.name(), planner.plan(snapshot.connection(), pack, customer, decided, groups));
  }
}
