package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.RunOutcome;
import dev.godwit.local.stack.Part;
import java.util.EnumSet;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Opens and clicks arrive from before the freeze until after the end, while processes are killed.
 * Kills of the other processes at named points are cases of the kill matrix.
 */
@ExtendWith(SharedStack.class)
class LiveEngagementIT {
  private static final long CHUNKS_BEFORE_THE_KILL = 8;

  private final RunningGodwit godwit;

  LiveEngagementIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @Test
  void shouldAddUpWhenTheBrokerIsKilledAroundACutAndInTheCommit() throws InterruptedException {
    Part victim = Part.BROKER;
    godwit.assumeInfrastructureCanBeKilled();
    try (AuditedTraffic traffic = AuditedTraffic.of(godwit, "live-" + victim.label())) {
      Customer customer = traffic.customer();
      traffic.begin();
      customer.rehearse();
      customer.approve();
      customer.beginLiveRun();
      customer.awaitEvents("ChunkExtracted", CHUNKS_BEFORE_THE_KILL);

      TableLock account;
      try (TableLock engagements = TableLock.engagements(godwit.databases())) {
        customer.awaitEvents("ReconciliationStarted", 1);
        account = TableLock.account(godwit.databases(), customer);
        killAndStart(victim);
        assertThat(customer.events("VerdictReached")).as("killed in a cut").isZero();
        assertThat(engagements.isHeld()).isTrue();
      }
      try (account) {
        customer.awaitEvents("CommitStarted", 1);
        killAndStart(victim);
        assertThat(customer.events("MigrationCommitted")).as("killed in the commit").isZero();
        assertThat(account.isHeld()).isTrue();
      }
      customer.awaitOutcome(RunOutcome.COMMITTED);
      traffic.addUp();
    }
  }

  @Test
  void shouldReturnLiveEventsToTheSourceWhenPartsAreKilledInARollback() {
    EnumSet<Part> victims = EnumSet.of(Part.EXTRACTOR, Part.LOADER);
    Customer customer = godwit.customer("back");
    customer.create();
    customer.rehearse();
    customer.approve();
    SimpleTraffic traffic = new SimpleTraffic(godwit, customer);
    try (traffic) {
      customer.beginLiveRun();
      customer.awaitEvents("ChunkExtracted", CHUNKS_BEFORE_THE_KILL);
      try (TableLock engagements = TableLock.engagements(godwit.databases())) {
        customer.rollBack();
        killAndStart(victims);
        assertThat(customer.events("TargetPurged")).as("killed in the rollback").isZero();
        assertThat(engagements.isHeld()).isTrue();
      }
      customer.awaitEvents("ReturnStarted", 1);
      killAndStart(victims);
      customer.awaitOutcome(RunOutcome.ROLLED_BACK);
    }
    new TrafficResult(godwit, customer, traffic).isAllInTheSourceOnce();
    assertThat(new TargetRows(godwit.databases(), TargetRows.LIVE, customer.id()).all()).isZero();
    assertThat(new MigrationResult(godwit, customer).frozen()).isFalse();
  }

  /** A process ends where its fixed heap is full, so the processes must be the same as before. */
  @Test
  void shouldCommitInBoundedMemoryWhenLiveEventsAreTenTimesTheSnapshot()
      throws InterruptedException {
    try (AuditedTraffic storm = AuditedTraffic.storm(godwit, "storm")) {
      Customer customer = storm.customer();
      customer.rehearse();
      customer.approve();
      Map<Part, Long> before = processes();
      storm.begin();
      customer.beginLiveRun();
      customer.awaitEvents("ExtractionPlanned", 1);
      try (TableLock engagements = TableLock.engagements(godwit.databases())) {
        customer.awaitEvents("ReconciliationStarted", 1);
        Conditions.await(
            "ten times the snapshot in live events", () -> storm.sent() >= 10 * storm.rows());
        assertThat(customer.events("VerdictReached")).as("the run is on").isZero();
        assertThat(engagements.isHeld()).isTrue();
      }
      customer.awaitOutcome(RunOutcome.COMMITTED);
      storm.addUp();
      assertThat(processes()).isEqualTo(before);
    }
  }

  private Map<Part, Long> processes() {
    return Part.SERVICES.stream().collect(Collectors.toMap(part -> part, godwit.stack()::pid));
  }

  @Test
  void shouldRaiseAnAlarmWhenALiveRowVanishesAfterTheCommit() {
    Customer customer = godwit.customer("alarm");
    customer.create();
    customer.rehearse();
    customer.approve();
    SimpleTraffic traffic = new SimpleTraffic(godwit, customer);
    try (traffic) {
      customer.beginLiveRun();
      customer.awaitOutcome(RunOutcome.COMMITTED);
      assertThat(customer.events("LiveReturned")).isZero();
    }
    TrafficResult result = new TrafficResult(godwit, customer, traffic);
    result.isAllInTheTargetOnce();
    assertThat(customer.events("AlarmRaised")).isZero();

    String vanished = "create table vanished as select * from crm.engagement";
    godwit
        .databases()
        .executeTarget(vanished + " where url like 'https://live.example/" + customer.id() + "/%'");
    assertThat(
            godwit
                .databases()
                .executeTarget(
                    "delete from crm.engagement where id = (select id from vanished order by id limit 1)"))
        .isOne();
    assertThat(result.verdictAtANewCut().getReconciled()).isFalse();
    customer.awaitEvents("AlarmRaised", 1);
    assertThat(customer.report().migration().next()).contains("report");
    godwit
        .databases()
        .executeTarget("insert into crm.engagement select * from vanished order by id limit 1");
    godwit.databases().executeTarget("drop table vanished");
    assertThat(result.verdictAtANewCut().getReconciled()).isTrue();
    assertThat(customer.events("AlarmRaised")).isOne();
  }

  private void killAndStart(Part victim) {
    killAndStart(EnumSet.of(victim));
  }

  private void killAndStart(EnumSet<Part> victims) {
    victims.forEach(godwit::kill);
    godwit.startAgain(victims);
  }
}
