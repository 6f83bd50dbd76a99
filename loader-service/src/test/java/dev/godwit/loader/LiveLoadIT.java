package dev.godwit.loader;

import static dev.godwit.loader.SampleTarget.contact;
import static dev.godwit.loader.SampleTarget.email;
import static dev.godwit.loader.SampleTarget.engagement;
import static dev.godwit.loader.SampleTarget.live;
import static dev.godwit.records.Entity.CONTACTS;
import static dev.godwit.records.Entity.EMAILS;
import static dev.godwit.records.Entity.ENGAGEMENTS;
import static dev.godwit.records.Entity.LIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.canonical.RowDigest;
import dev.godwit.common.v1.RunKind;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entities;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.TransformedLive;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The fate of live events: each is loaded, or a duplicate, or quarantined. */
class LiveLoadIT extends OneLiveRun {
  @Test
  void shouldHoldLiveEventsBackWhenEmailsAreNotAllLoaded() throws Exception {
    add(LIVE, 1, live(RUN, "e1", "10", null, 1));
    LoaderUnderTest loader = start(100);
    loader.turn();
    loader.turn();
    assertThat(rows("live.engagement")).isZero();
    assertThat(loader.quarantined()).isEmpty();

    copyOneEmail();
    loader.turnToTheEnd();

    assertThat(rows("live.engagement")).isEqualTo(1);
    assertThat(loader.quarantined()).isEmpty();
  }

  @Test
  void shouldCountEveryEventOnceWhenSomeAreRepeatedOrRefused() throws Exception {
    copyOneEmail();
    add(ENGAGEMENTS, 0, engagement(RUN, "seen", "10"));
    add(LIVE, 0, live(RUN, "seen", "10", null, 7));
    add(LIVE, 0, live(RUN, "e1", "10", null, 1));
    add(LIVE, 0, live(RUN, "e1", "10", null, 2));
    add(LIVE, 1, live(RUN, "e1", "10", null, 3));
    add(LIVE, 1, live(RUN, "e2", null, "m-10", 1));
    add(LIVE, 1, live(RUN, "e3", null, "m-nobody", 1));
    add(LIVE, 1, live(RUN, "e4", "gone", null, 1));
    topics.cutEverywhere(RUN, LIVE);
    add(LIVE, 1, live(RUN, "e5", "10", null, 1));
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    assertThat(rows("live.engagement")).isEqualTo(4);
    assertThat(loader.quarantined())
        .extracting(
            QuarantinedRecord::getLegacyId,
            QuarantinedRecord::getReason,
            record -> Entities.of(record))
        .containsExactlyInAnyOrder(
            tuple("e3", "UNKNOWN_MESSAGE", LIVE), tuple("e4", "BROKEN_REFERENCE", LIVE));
    assertThat(loader.sum(LIVE, Receipt::getRecordsIn)).isEqualTo(8);
    assertThat(loader.sum(LIVE, Receipt::getRecordsOut)).isEqualTo(3);
    assertThat(loader.sum(LIVE, Receipt::getAlreadyLoaded)).isEqualTo(3);
    assertThat(loader.sum(LIVE, Receipt::getQuarantined)).isEqualTo(2);
    assertThat(loader.receipts(LIVE))
        .filteredOn(receipt -> receipt.getCut() == 1)
        .extracting(Receipt::getPartition, Receipt::getRecordsIn)
        .containsExactlyInAnyOrder(tuple(0, 3L), tuple(1, 4L));
    assertThat(
            TargetServer.query(
                url,
                "SELECT partition, next_offset, received, loaded, duplicates, quarantined"
                    + " FROM godwit.live_total WHERE run_id = 'acme/1' ORDER BY 1"))
        .containsExactly("0|4|3|1|2|0", "1|6|5|2|1|2");
  }

  @Test
  void shouldAddTheDigestsOfWrittenRowsWhenEventsAreLoaded() throws Exception {
    copyOneEmail();
    add(LIVE, 0, live(RUN, "e1", "10", null, 1));
    LoaderUnderTest loader = start(100);
    loader.turnToTheEnd();
    add(LIVE, 0, live(RUN, "e2", "10", null, 2));
    add(LIVE, 0, live(RUN, "e1", "10", null, 9));
    loader.turnToTheEnd();

    BucketDigest expected = new BucketDigest();
    RowDigest row = new RowDigest();
    for (TransformedLive event :
        List.of(live(RUN, "e1", "10", null, 1), live(RUN, "e2", "10", null, 2))) {
      List<Object> cells = event.getRows().get(0).getCells();
      expected.add(row.keyHash(cells, new int[] {0}), row.hash(cells));
    }
    String stored =
        TargetServer.query(
                url, "SELECT rows || ':' || encode(digest, 'hex') FROM godwit.live_digest")
            .get(0);
    assertThat(stored).startsWith("2:");
    BucketDigest written =
        BucketDigest.fromBytes(ByteBuffer.wrap(HexFormat.of().parseHex(stored.substring(2))));
    assertThat(written.differing(expected)).isEmpty();
  }

  @Test
  void shouldCountASnapshotRowAsHeldWhenItsEventWasLoadedLive() throws Exception {
    copyOneEmail();
    add(LIVE, 0, live(RUN, "e1", "10", null, 5));
    LoaderUnderTest loader = start(100);
    loader.turnToTheEnd();

    add(ENGAGEMENTS, 0, engagement(RUN, "e1", "10"));
    add(ENGAGEMENTS, 0, engagement(RUN, "e2", "10"));
    loader.turnToTheEnd();

    assertThat(rows("live.engagement")).isEqualTo(2);
    assertThat(loader.quarantined()).isEmpty();
    assertThat(loader.sum(ENGAGEMENTS, Receipt::getAlreadyLoaded)).isEqualTo(1);
  }

  @Test
  void shouldQuarantineAnEventWhenSeveralEmailsHaveItsMessageId() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    topics.cutEverywhere(RUN, CONTACTS);
    add(EMAILS, 0, email(RUN, "10", "1", "one", "same"));
    add(EMAILS, 0, email(RUN, "11", "1", "two", "same"));
    topics.cutEverywhere(RUN, EMAILS);
    add(LIVE, 0, live(RUN, "e1", null, "same", 1));
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getReason)
        .containsExactly("AMBIGUOUS_MESSAGE");
    assertThat(rows("live.engagement")).isZero();
  }

  @Test
  void shouldFindTheEmailByItsRecipientWhenOneNewsletterHasOneMessageId() throws Exception {
    for (int i = 1; i <= 3; i++) {
      add(CONTACTS, 0, contact(RUN, "" + i, "u" + i + "@example.com"));
    }
    topics.cutEverywhere(RUN, CONTACTS);
    for (int i = 1; i <= 3; i++) {
      add(EMAILS, 0, email(RUN, "1" + i, "" + i, "Newsletter", "same"));
    }
    add(EMAILS, 0, email(RUN, "14", "3", "Newsletter, again", "same"));
    topics.cutEverywhere(RUN, EMAILS);
    add(LIVE, 0, live(RUN, "e1", null, "same", "u1@example.com", 1));
    add(LIVE, 0, live(RUN, "e2", null, "same", "u2@example.com", 1));
    add(LIVE, 1, live(RUN, "e2-again", null, "same", "u2@example.com", 1));
    add(LIVE, 1, live(RUN, "two-emails", null, "same", "u3@example.com", 1));
    add(LIVE, 1, live(RUN, "stranger", null, "same", "u9@example.com", 1));
    add(LIVE, 1, live(RUN, "nobody", null, "same", 1));
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    assertThat(
            TargetServer.query(
                url,
                "SELECT c.address, count(*) FROM live.engagement g JOIN live.email e ON e.id = g.email"
                    + " JOIN live.contact c ON c.id = e.contact GROUP BY 1 ORDER BY 1"))
        .containsExactly("u1@example.com|1", "u2@example.com|2");
    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getLegacyId, QuarantinedRecord::getReason)
        .containsExactlyInAnyOrder(
            tuple("two-emails", "AMBIGUOUS_MESSAGE"),
            tuple("stranger", "AMBIGUOUS_MESSAGE"),
            tuple("nobody", "AMBIGUOUS_MESSAGE"));
  }

  @Test
  void shouldReportAndGoOnWhenRecordsAreDeletedBeforeTheyWereLoaded() throws Exception {
    copyOneEmail();
    add(LIVE, 0, live(RUN, "e0", "10", null, 1));
    start(100).turnToTheEnd();
    for (int i = 1; i <= 5; i++) {
      add(LIVE, 0, live(RUN, "e" + i, "10", null, 1));
    }
    LoaderUnderTest loader = start(100);
    loader.consumer.updateBeginningOffsets(Map.of(TransformedTopics.at(LIVE, 0), 4L));

    loader.turnToTheEnd();

    assertThat(rows("live.engagement")).isEqualTo(3);
    assertThat(loader.failures)
        .singleElement()
        .asString()
        .startsWith("acme/1: crm.engagements.live.transformed.v1: ")
        .contains("partition 0 from offset 1 to 3 deleted");
  }

  @Test
  void shouldLoadARepeatWhenTheTargetRefusesTheFirstEvent() throws Exception {
    copyOneEmail();
    TargetServer.execute(
        url, "ALTER TABLE live.engagement ADD CHECK (at < timestamptz '2090-01-01')");
    long year2099 = 4_070_908_800_000_000L;
    add(LIVE, 0, live(RUN, "e1", "10", null, year2099));
    add(LIVE, 0, live(RUN, "e1", "10", null, 5));
    add(LIVE, 0, live(RUN, "e1", "10", null, 6));
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    assertThat(rows("live.engagement")).isEqualTo(1);
    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getReason)
        .containsExactly("TARGET_REFUSED");
    assertThat(loader.sum(LIVE, Receipt::getAlreadyLoaded)).isEqualTo(1);
    assertThat(loader.sum(LIVE, Receipt::getRecordsOut)).isEqualTo(1);
  }

  @Test
  void shouldLoadLiveEventsAfterTheCommitUntilTheFenceIsClosedWhenAPurgeComes() throws Exception {
    copyOneEmail();
    LoaderUnderTest loader = start(100);
    loader.turnToTheEnd();
    TargetServer.execute(url, "UPDATE godwit.run SET state = 'ENABLED'");
    add(LIVE, 0, live(RUN, "e1", "10", null, 1));
    loader.turnToTheEnd();
    LoaderUnderTest afterRestart = start(100);
    add(LIVE, 0, live(RUN, "e2", "10", null, 1));
    add(ENGAGEMENTS, 0, engagement(RUN, "too-late", "10"));
    afterRestart.turnToTheEnd();
    assertThat(rows("live.engagement")).isEqualTo(2);

    endRun(RUN);
    add(LIVE, 0, live(RUN, "e3", "10", null, 1));
    afterRestart.turnToTheEnd();

    assertThat(rows("live.engagement")).isEqualTo(2);
    assertThat(afterRestart.counts).containsEntry("LIVE skipped", 1L);
  }

  @Test
  void shouldWriteAReceiptForEachRunWhenRunsAreMixedInAPartition() throws Exception {
    copyOneEmail();
    openRun("acme/2", RunKind.LIVE);
    topics.cutEverywhere("acme/2", EMAILS);
    topics.cutEverywhere("acme/2", CONTACTS);
    add(LIVE, 0, live(RUN, "a1", "10", null, 1));
    add(LIVE, 0, live("acme/2", "b1", "10", null, 1));
    add(LIVE, 0, live(RUN, "a2", "10", null, 1));
    add(LIVE, 0, live("acme/2", "b2", "10", null, 1));
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    assertThat(rows("live.engagement")).isEqualTo(4);
    assertThat(loader.receipts(LIVE))
        .extracting(
            Receipt::getRunId, Receipt::getFromOffset, Receipt::getToOffset, Receipt::getRecordsOut)
        .containsExactlyInAnyOrder(tuple(RUN, 0L, 3L, 2L), tuple("acme/2", 1L, 4L, 2L));
  }

  @Test
  void shouldCountAnEventOnceWhenTwoLoadersReadIt() throws Exception {
    copyOneEmail();
    for (int i = 0; i < 200; i++) {
      add(LIVE, i % 2, live(RUN, "e" + i % 50, "10", null, i));
    }
    LoaderUnderTest first = start(7);
    LoaderUnderTest second = start(11);
    for (int turn = 0; turn < 60; turn++) {
      first.turn();
      second.turn();
    }
    first.turnToTheEnd();

    assertThat(rows("live.engagement")).isEqualTo(50);
    assertThat(
            TargetServer.query(
                url, "SELECT sum(received), sum(loaded), sum(duplicates) FROM godwit.live_total"))
        .containsExactly("200|50|150");
  }
}
