package dev.godwit.loader;

import static dev.godwit.loader.SampleTarget.contact;
import static dev.godwit.loader.SampleTarget.live;
import static dev.godwit.records.Entity.CONTACTS;
import static dev.godwit.records.Entity.EMAILS;
import static dev.godwit.records.Entity.ENGAGEMENTS;
import static dev.godwit.records.Entity.LIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.canonical.DerivedId;
import dev.godwit.common.v1.EntityCount;
import dev.godwit.common.v1.ReplaySelection;
import dev.godwit.loader.replay.ReplayUnderTest;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entities;
import dev.godwit.report.v1.FailureReport;
import dev.godwit.report.v1.ReplayProgressReport;
import dev.godwit.report.v1.ReplayReport;
import dev.godwit.row.v1.ReleasedRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A replay of the load writes rows that the target lacks, and leaves the others as they are. */
class ReplayIT extends ReplayedRun {
  @Test
  void shouldReleaseARecordAndItsChildrenWhenTheColumnIsWidened() throws Exception {
    loadWithALongAddress();
    assertThat(quarantine()).containsExactly("CONTACTS|2", "EMAILS|20", "ENGAGEMENTS|200");
    TargetServer.execute(url, "ALTER TABLE live.contact ALTER address TYPE varchar(90)");

    ReplayUnderTest replay = replay(100, true);
    assertThat(replay.run(1, quarantined("*"), false)).isEqualTo("OVER");

    assertThat(quarantine()).isEmpty();
    assertThat(rows("live.contact")).isEqualTo(2);
    assertThat(rows("live.tag")).isEqualTo(2);
    assertThat(rows("live.email")).isEqualTo(2);
    assertThat(rows("live.engagement")).isEqualTo(2);
    assertThat(replay.sent(ReleasedRecord.class))
        .extracting(ReleasedRecord::getLegacyId, ReleasedRecord::getReason)
        .containsExactly(
            tuple("2", "TARGET_REFUSED"),
            tuple("20", "BROKEN_REFERENCE"),
            tuple("200", "BROKEN_REFERENCE"));
    List<Receipt> receipts = receiptsOf(replay);
    assertThat(receipts)
        .extracting(Receipt::getReplay, Receipt::getRecordsIn, Receipt::getRecordsOut)
        .containsOnly(tuple(1, 0L, 1L))
        .hasSize(3);
    assertThat(receipts)
        .allSatisfy(
            receipt -> {
              assertThat(receipt.getQuarantined()).isEqualTo(-1);
              assertThat(receipt.getReasons().get(0).getCount()).isEqualTo(-1);
              assertThat(receipt.getDigestIn()).isZero();
            });
    assertThat(receipts.get(0).getTables()).hasSize(2);
    ReplayReport report = reportOf(replay);
    assertThat(report.getEnvelope().getTaskId()).isEqualTo("task-1");
    assertThat(report.getWritten()).isEqualTo(3);
    assertThat(report.getRead()).isEqualTo(3);
    assertThat(report.getReleased())
        .containsExactly(
            new EntityCount(CONTACTS.symbol(), 1L, CONTACTS.declaredName()),
            new EntityCount(EMAILS.symbol(), 1L, EMAILS.declaredName()),
            new EntityCount(ENGAGEMENTS.symbol(), 1L, ENGAGEMENTS.declaredName()));
    assertThat(rows("godwit.outbox")).isZero();
  }

  @Test
  void shouldLeaveRecordsInQuarantineWhenTheCauseIsNotMended() throws Exception {
    loadWithALongAddress();

    ReplayUnderTest replay = replay(100, true);
    replay.run(1, quarantined("*"), false);

    assertThat(quarantine()).hasSize(3);
    assertThat(receiptsOf(replay)).isEmpty();
    ReplayReport report = reportOf(replay);
    assertThat(report.getRefused()).isEqualTo(3);
    assertThat(report.getReleased()).isEmpty();
  }

  @Test
  void shouldChangeNothingWhenEverythingIsReplayedTwice() throws Exception {
    loadWithALongAddress();
    add(LIVE, 0, live(RUN, "e1", "10", null, 5));
    loadToTheEnd();
    List<String> before = digests();

    ReplayUnderTest first = replay(2, true);
    first.run(1, all(), false);
    ReplayUnderTest second = replay(100, true);
    second.run(2, all(), false);

    assertThat(digests()).isEqualTo(before);
    for (ReplayUnderTest replay : List.of(first, second)) {
      ReplayReport report = reportOf(replay);
      assertThat(report.getRead()).isEqualTo(7);
      assertThat(report.getPresent()).isEqualTo(4);
      assertThat(report.getRefused()).isEqualTo(3);
      assertThat(report.getWritten()).isZero();
      assertThat(receiptsOf(replay)).isEmpty();
    }
    assertThat(first.sent(ReplayProgressReport.class)).isNotEmpty();
  }

  @Test
  void shouldRestoreExactlyTheRowsWhenSomeWereDeletedByHand() throws Exception {
    copyPeople(30);
    add(LIVE, 1, live(RUN, "e1", "1", null, 5));
    loadToTheEnd();
    List<String> before = digests();
    TargetServer.execute(
        url,
        """
        DELETE FROM live.engagement WHERE id = ANY (ARRAY(SELECT id FROM live.engagement
          ORDER BY id LIMIT 20));
        DELETE FROM live.tag WHERE contact = ANY (ARRAY(SELECT contact FROM live.tag
          ORDER BY contact LIMIT 3))\
        """);
    assertThat(digests()).isNotEqualTo(before);

    ReplayUnderTest replay = replay(7, true);
    replay.run(1, all(), false);

    assertThat(digests()).isEqualTo(before);
    ReplayReport report = reportOf(replay);
    assertThat(report.getWritten()).isEqualTo(23);
    assertThat(report.getReleased()).isEmpty();
    assertThat(receiptsOf(replay)).isEmpty();
    assertThat(replay.sent(ReplayProgressReport.class).size()).isBetween(5, 9);
  }

  @Test
  void shouldReplaceOnlyTheDifferingKeyWhenTheRunIsOpen() throws Exception {
    copyPeople(5);
    List<String> before = digests();
    TargetServer.execute(url, "UPDATE live.contact SET address = 'odd@x' WHERE legacy = '3'");
    TargetServer.execute(url, "UPDATE live.contact SET custom = NULL WHERE legacy = '4'");
    ReplaySelection differing = ReplaySelection.newBuilder().setDifferencesOfCut(1).build();
    String key = "id=" + DerivedId.of(DerivedId.ORDERED, SampleTarget.CUSTOMER, "contacts", "3");

    ReplayUnderTest plain = replay(100, true).differ(RUN, 1, "contact", key);
    plain.run(1, differing, false);
    assertThat(reportOf(plain).getPresent()).isEqualTo(1);
    assertThat(digests()).isNotEqualTo(before);

    ReplayUnderTest replacing = replay(100, true).differ(RUN, 1, "contact", key);
    replacing.run(2, differing, true);
    ReplayReport report = reportOf(replacing);
    assertThat(report.getRead()).isEqualTo(1);
    assertThat(report.getWritten()).isEqualTo(1);
    assertThat(TargetServer.query(url, "SELECT address FROM live.contact WHERE legacy = '3'"))
        .containsExactly("3@x");
    assertThat(TargetServer.query(url, "SELECT custom FROM live.contact WHERE legacy = '4'"))
        .containsExactly("null");

    TargetServer.execute(url, "UPDATE godwit.run SET state = 'ENABLED'");
    ReplayUnderTest late = replay(100, true).differ(RUN, 1, "contact", key);
    late.run(3, differing, true);
    assertThat(late.sent(FailureReport.class))
        .singleElement()
        .satisfies(failure -> assertThat(failure.getEnvelope().getTaskId()).isEqualTo("task-3"));
    assertThat(late.sent(ReplayReport.class))
        .singleElement()
        .satisfies(nothing -> assertThat(nothing.getWritten()).isZero());
  }

  @Test
  void shouldDecodeNoRecordOfAnotherCustomerWhenTopicsAreShared() throws Exception {
    loader = start(100);
    for (int i = 0; i < 10; i++) {
      add(CONTACTS, 0, contact(RUN, "" + i, i + "@x"));
      topics.appendBytes(CONTACTS, 0, "other/" + i, new byte[] {1, 2, 3});
      topics.appendBytes(CONTACTS, 0, "acme-2/" + i, new byte[] {1, 2, 3});
    }
    topics.cutEverywhere(RUN, CONTACTS);
    loadToTheEnd();
    TargetServer.execute(url, "DELETE FROM live.contact WHERE legacy = '7'");

    ReplayUnderTest replay = replay(100, true);
    replay.run(1, all(), false);

    assertThat(rows("live.contact")).isEqualTo(10);
    assertThat(reportOf(replay).getRead()).isEqualTo(10);
    // Ten contacts; a cut marker in the range has the customer's key too.
    assertThat(replay.decoded.get()).isBetween(10, 12);
  }

  @Test
  void shouldMoveALiveEventFromQuarantinedToLoadedWhenItsEmailIsThere() throws Exception {
    loader = start(100);
    copyOneEmail();
    add(LIVE, 0, live(RUN, "e1", null, "m-late", 5));
    add(LIVE, 0, live(RUN, "e2", null, "m-10", 5));
    loadToTheEnd();
    assertThat(quarantine()).containsExactly("LIVE|e1");
    assertThat(liveTotals()).containsExactly("2|1|0|1");
    TargetServer.execute(url, "UPDATE live.email SET message = 'm-late'");

    ReplayUnderTest replay = replay(100, true);
    replay.run(1, entity(LIVE), false);

    assertThat(rows("live.engagement")).isEqualTo(2);
    assertThat(liveTotals()).containsExactly("2|2|0|0");
    assertThat(TargetServer.query(url, "SELECT rows FROM godwit.live_digest")).containsExactly("2");
    assertThat(receiptsOf(replay))
        .extracting(
            receipt -> Entities.of(receipt), Receipt::getRecordsOut, Receipt::getQuarantined)
        .containsExactly(tuple(LIVE, 1L, -1L));
    assertThat(quarantine()).isEmpty();
  }

  @Test
  void shouldReleaseALiveEventThatWasRefusedForAnEmailThatTheReplayBrings() throws Exception {
    loadWithALongAddress();
    TargetServer.execute(url, "ALTER TABLE live.contact ALTER address TYPE varchar(90)");

    // The event is refused once the plan is made, and before its email is there.
    ReplayUnderTest replay = replay(100, true).beforeTurn(1, this::loadAnEventOfTheLateEmail);
    assertThat(replay.run(1, quarantined("*"), false)).isEqualTo("OVER");

    assertThat(quarantine()).isEmpty();
    assertThat(liveTotals()).containsExactly("1|1|0|0");
    assertThat(rows("live.engagement")).isEqualTo(3);
    assertThat(reportOf(replay).getWritten()).isEqualTo(4);
    assertThat(replay.sent(ReleasedRecord.class))
        .extracting(ReleasedRecord::getLegacyId)
        .containsExactly("2", "20", "200", "late");
  }

  private void loadAnEventOfTheLateEmail() throws Exception {
    add(LIVE, 0, live(RUN, "late", "20", null, 5));
    loadToTheEnd();
    assertThat(quarantine()).contains("LIVE|late");
  }
}
