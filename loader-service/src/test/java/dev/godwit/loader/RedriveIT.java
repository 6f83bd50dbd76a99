package dev.godwit.loader;

import static dev.godwit.loader.SampleTarget.contact;
import static dev.godwit.loader.SampleTarget.email;
import static dev.godwit.loader.SampleTarget.engagement;
import static dev.godwit.records.Entity.CONTACTS;
import static dev.godwit.records.Entity.EMAILS;
import static dev.godwit.records.Entity.ENGAGEMENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.common.v1.ReplaySelection;
import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.Stage;
import dev.godwit.loader.replay.ReplayUnderTest;
import dev.godwit.records.Entity;
import dev.godwit.report.v1.ReplayReport;
import dev.godwit.row.v1.ReleasedRecord;
import dev.godwit.worker.run.ReplayControl;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/** The load of a redrive: the chosen records, and exactly what waits for them. */
class RedriveIT extends ReplayedRun {
  /** Contacts 2 and 3 are refused, contact 4 stays with the transformer; each has dependants. */
  private void loadWithThreeMissing() throws Exception {
    loader = start(100);
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    add(CONTACTS, 1, contact(RUN, "2", LONG_ADDRESS));
    add(CONTACTS, 1, contact(RUN, "3", LONG_ADDRESS + "z"));
    topics.cutEverywhere(RUN, CONTACTS);
    for (String id : List.of("1", "2", "3", "4")) {
      add(EMAILS, Integer.parseInt(id) % 2, email(RUN, id + "0", id, "hello"));
    }
    topics.cutEverywhere(RUN, EMAILS);
    for (String id : List.of("1", "2", "3", "4")) {
      add(ENGAGEMENTS, Integer.parseInt(id) % 2, engagement(RUN, id + "00", id + "0"));
    }
    topics.cutEverywhere(RUN, ENGAGEMENTS);
    loadToTheEnd();
    assertThat(quarantine())
        .containsExactly(
            "CONTACTS|2",
            "CONTACTS|3",
            "EMAILS|20",
            "EMAILS|30",
            "EMAILS|40",
            "ENGAGEMENTS|200",
            "ENGAGEMENTS|300",
            "ENGAGEMENTS|400");
    TargetServer.execute(url, "ALTER TABLE live.contact ALTER address TYPE varchar(90)");
  }

  @Test
  void shouldReleaseTheChosenRecordAndWhatWaitsForItAndNothingElse() throws Exception {
    loadWithThreeMissing();

    ReplayReport report = redriven(1, keys(CONTACTS, "2"));

    assertThat(quarantine())
        .containsExactly(
            "CONTACTS|3", "EMAILS|30", "EMAILS|40", "ENGAGEMENTS|300", "ENGAGEMENTS|400");
    assertThat(report.getRead()).isEqualTo(3);
    assertThat(report.getRefused()).isZero();
    assertThat(report.getReleased())
        .extracting(count -> count.getEntity() + " " + count.getRows())
        .containsExactlyInAnyOrder("CONTACTS 1", "EMAILS 1", "ENGAGEMENTS 1");
  }

  @Test
  void shouldChangeNothingWhenItIsRedrivenTwice() throws Exception {
    loadWithThreeMissing();
    redriven(1, keys(CONTACTS, "2"));
    List<String> digests = digests();

    ReplayUnderTest again =
        replay(100, true).releasedBefore(released(Stage.LOAD, "2", "TARGET_REFUSED"));
    assertThat(again.run(2, keys(CONTACTS, "2"), false)).isEqualTo("OVER");

    assertThat(reportOf(again).getRead()).isZero();
    assertThat(receiptsOf(again)).isEmpty();
    assertThat(digests()).isEqualTo(digests);
  }

  /** The transformer released contact 4, which the loader has not loaded when it begins. */
  @Test
  void shouldWaitForWhatTheTransformerReleasedAndReleaseItsDependants() throws Exception {
    loadWithThreeMissing();
    add(CONTACTS, 0, contact(RUN, "4", "d@x"));
    ReplayUnderTest replay =
        replay(100, true)
            .releasedBefore(released(Stage.TRANSFORM, "4", "BAD_ADDRESS"))
            .beforeTurn(2, this::loadToTheEnd);

    assertThat(replay.run(2, reason("BAD_ADDRESS"), false)).isEqualTo("OVER");

    assertThat(quarantine())
        .containsExactly(
            "CONTACTS|2",
            "CONTACTS|3",
            "EMAILS|20",
            "EMAILS|30",
            "ENGAGEMENTS|200",
            "ENGAGEMENTS|300");
    assertThat(reportOf(replay).getReleased())
        .extracting(count -> count.getEntity() + " " + count.getRows())
        .containsExactlyInAnyOrder("EMAILS 1", "ENGAGEMENTS 1");
    assertThat(rowsOrZero("godwit.redriven")).as("nothing is left of it").isZero();
  }

  @Test
  void shouldLeaveDependantsOfOtherRecordsWhenAReasonIsChosen() throws Exception {
    loadWithThreeMissing();

    redriven(1, reason("TARGET_REFUSED"));

    assertThat(quarantine()).containsExactly("EMAILS|40", "ENGAGEMENTS|400");
  }

  /** The first process ends behind the step that released the contact. */
  @Test
  void shouldFindDependantsWhenTheProcessIsKilledBehindTheirParent() throws Exception {
    loadWithThreeMissing();
    ReplayUnderTest killed =
        replay(100, true)
            .follow(
                turn -> {
                  if (turn == 4) {
                    throw new KafkaException("killed");
                  }
                  return ReplayControl.State.RUNNING;
                });
    assertThatThrownBy(() -> killed.run(1, keys(CONTACTS, "2"), false))
        .isInstanceOf(KafkaException.class);
    assertThat(quarantine()).doesNotContain("CONTACTS|2").contains("EMAILS|20");

    ReplayReport report = redriven(1, keys(CONTACTS, "2"));

    assertThat(quarantine())
        .containsExactly(
            "CONTACTS|3", "EMAILS|30", "EMAILS|40", "ENGAGEMENTS|300", "ENGAGEMENTS|400");
    assertThat(report.getRead()).isEqualTo(3);
  }

  /** People work in the target: a row is added, none is changed. */
  @Test
  void shouldLoadWhatTheTransformerReleasedOfACommittedRunAndNothingElse() throws Exception {
    loadWithThreeMissing();
    commit();
    add(CONTACTS, 0, contact(RUN, "5", "e@x"));
    loader.unconsumedReplays.add(1);
    topics.appendRedriven(CONTACTS, 0, contact(RUN, "4", "d@x"));
    topics.appendRedriven(CONTACTS, 0, contact(RUN, "6", "a@x"));
    loadToTheEnd();
    assertThat(TargetServer.query(url, "SELECT legacy FROM live.contact ORDER BY 1"))
        .containsExactly("1", "4");
    assertThat(quarantine()).as("its address is taken").contains("CONTACTS|6");

    ReplayUnderTest replay =
        replay(100, true).releasedBefore(released(Stage.TRANSFORM, "4", "BAD_ADDRESS"));
    assertThat(replay.run(1, reason("BAD_ADDRESS"), false)).isEqualTo("OVER");

    assertThat(quarantine())
        .doesNotContain("EMAILS|40", "ENGAGEMENTS|400")
        .contains("EMAILS|20", "EMAILS|30");
    assertThat(TargetServer.query(url, "SELECT count(*) FROM live.engagement"))
        .containsExactly("2");
  }

  @Test
  void shouldNotLoadIntoACommittedRunWhatNoOrderedReplayReleased() throws Exception {
    loadWithThreeMissing();
    commit();
    topics.appendRedriven(CONTACTS, 0, contact(RUN, "4", "d@x"));
    loadToTheEnd();
    assertThat(TargetServer.query(url, "SELECT legacy FROM live.contact ORDER BY 1"))
        .containsExactly("1");
  }

  private void commit() throws Exception {
    TargetServer.execute(url, "UPDATE godwit.run SET state = 'ENABLED'");
    RunSpec run = new RunSpec(RUN, "acme", 1, RunKind.LIVE, "legacy", "sample", 8);
    loader.statuses.put(RUN, new RunStatus.Committed(run, Optional.empty()));
    loader = start(100);
    loader.statuses.put(RUN, new RunStatus.Committed(run, Optional.empty()));
  }

  private ReplayReport redriven(int number, ReplaySelection selection) throws Exception {
    ReplayUnderTest replay = replay(100, true);
    assertThat(replay.run(number, selection, false)).isEqualTo("OVER");
    return reportOf(replay);
  }

  private static ReleasedRecord released(Stage stage, String id, String reason) {
    return ReleasedRecord.newBuilder()
        .setRunId(RUN)
        .setEntity(CONTACTS.symbol())
        .setStage(stage)
        .setLegacyId(id)
        .setReason(reason)
        .setTopic("crm.contacts.extracted.v1")
        .setPartition(0)
        .setOffset(0)
        .setReplay(1)
        .build();
  }

  private static ReplaySelection keys(Entity entity, String... keys) {
    return ReplaySelection.newBuilder()
        .setEntities(List.of(entity.symbol()))
        .setKeys(List.of(keys))
        .setQuarantined("*")
        .setDependants(true)
        .build();
  }

  private static ReplaySelection reason(String reason) {
    return ReplaySelection.newBuilder().setQuarantined(reason).setDependants(true).build();
  }
}
