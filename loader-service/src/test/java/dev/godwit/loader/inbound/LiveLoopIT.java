package dev.godwit.loader.inbound;

import static dev.godwit.common.v1.Entity.CONTACTS;
import static dev.godwit.common.v1.Entity.EMAILS;
import static dev.godwit.common.v1.Entity.ENGAGEMENTS;
import static dev.godwit.common.v1.Entity.LIVE;
import static dev.godwit.loader.SampleTarget.contact;
import static dev.godwit.loader.SampleTarget.email;
import static dev.godwit.loader.SampleTarget.engagement;
import static dev.godwit.loader.SampleTarget.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.RunKind;
import dev.godwit.digest.BucketDigest;
import dev.godwit.digest.RowDigest;
import dev.godwit.loader.SampleTarget;
import dev.godwit.loader.TargetServer;
import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.QuarantineLimits;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.TransformedLive;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveLoopIT {
  private static final String RUN = "acme/1";

  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> topics = new HashMap<>();
  private final List<LoaderUnderTest> loaders = new ArrayList<>();
  private String url;

  @BeforeEach
  void makeTarget() throws Exception {
    url = TargetServer.newDatabase();
    SampleTarget.create(url);
    try (Connection connection = TargetServer.open(url)) {
      ProgressSchema.create(connection);
    }
    LoaderUnderTest.openRun(url, RUN, RunKind.LIVE);
  }

  @AfterEach
  void stop() {
    loaders.forEach(LoaderUnderTest::close);
  }

  @Test
  void liveEventsWaitUntilAllEmailsAreThere() throws Exception {
    add(1, live(RUN, "e1", "10", null, 1));
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
  void everyEventIsLoadedOrADuplicateOrQuarantined() throws Exception {
    copyOneEmail();
    snapshot(engagement(RUN, "seen", "10"));
    add(0, live(RUN, "seen", "10", null, 7));
    add(0, live(RUN, "e1", "10", null, 1));
    add(0, live(RUN, "e1", "10", null, 2));
    add(1, live(RUN, "e1", "10", null, 3));
    add(1, live(RUN, "e2", null, "m-10", 1));
    add(1, live(RUN, "e3", null, "m-nobody", 1));
    add(1, live(RUN, "e4", "gone", null, 1));
    add(0, new Cut(RUN, LIVE, 1, LoaderUnderTest.PARTITIONS, false));
    add(1, new Cut(RUN, LIVE, 1, LoaderUnderTest.PARTITIONS, false));
    add(1, live(RUN, "e5", "10", null, 1));
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    assertThat(rows("live.engagement")).isEqualTo(4);
    assertThat(loader.quarantined())
        .extracting(
            QuarantinedRecord::getLegacyId,
            QuarantinedRecord::getReason,
            QuarantinedRecord::getEntity)
        .containsExactlyInAnyOrder(
            tuple("e3", "UNKNOWN_MESSAGE", LIVE), tuple("e4", "BROKEN_REFERENCE", LIVE));
    assertThat(sum(loader, Receipt::getRecordsIn)).isEqualTo(8);
    assertThat(sum(loader, Receipt::getRecordsOut)).isEqualTo(3);
    assertThat(sum(loader, Receipt::getAlreadyLoaded)).isEqualTo(3);
    assertThat(sum(loader, Receipt::getQuarantined)).isEqualTo(2);
    assertThat(receipts(loader))
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
  void totalsHoldTheDigestsOfTheRowsThatWereWritten() throws Exception {
    copyOneEmail();
    add(0, live(RUN, "e1", "10", null, 1));
    LoaderUnderTest loader = start(100);
    loader.turnToTheEnd();
    add(0, live(RUN, "e2", "10", null, 2));
    add(0, live(RUN, "e1", "10", null, 9));
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
  void aSnapshotRowWhoseEventCameLiveBeforeIsADuplicateWhateverItSays() throws Exception {
    copyOneEmail();
    add(0, live(RUN, "e1", "10", null, 5));
    LoaderUnderTest loader = start(100);
    loader.turnToTheEnd();

    snapshot(engagement(RUN, "e1", "10"));
    snapshot(engagement(RUN, "e2", "10"));
    loader.turnToTheEnd();

    assertThat(rows("live.engagement")).isEqualTo(2);
    assertThat(loader.quarantined()).isEmpty();
    assertThat(
            loader.receipts().stream()
                .filter(receipt -> receipt.getEntity() == ENGAGEMENTS)
                .mapToLong(Receipt::getAlreadyLoaded)
                .sum())
        .isEqualTo(1);
  }

  @Test
  void aMessageOfSeveralEmailsIsNobodys() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    LoaderUnderTest.cutEverywhere(topics, RUN, CONTACTS);
    add(EMAILS, 0, email(RUN, "10", "1", "one", "same"));
    add(EMAILS, 0, email(RUN, "11", "1", "two", "same"));
    LoaderUnderTest.cutEverywhere(topics, RUN, EMAILS);
    add(0, live(RUN, "e1", null, "same", 1));
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getReason)
        .containsExactly("AMBIGUOUS_MESSAGE");
    assertThat(rows("live.engagement")).isZero();
  }

  @Test
  void aRepeatTakesThePlaceOfAnEventThatTheTargetRefuses() throws Exception {
    copyOneEmail();
    TargetServer.execute(
        url, "ALTER TABLE live.engagement ADD CHECK (at < timestamptz '2090-01-01')");
    long year2099 = 4_070_908_800_000_000L;
    add(0, live(RUN, "e1", "10", null, year2099));
    add(0, live(RUN, "e1", "10", null, 5));
    add(0, live(RUN, "e1", "10", null, 6));
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    assertThat(rows("live.engagement")).isEqualTo(1);
    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getReason)
        .containsExactly("TARGET_REFUSED");
    assertThat(sum(loader, Receipt::getAlreadyLoaded)).isEqualTo(1);
    assertThat(sum(loader, Receipt::getRecordsOut)).isEqualTo(1);
  }

  @Test
  void aTableThatDoesNotFitIsReportedOnceAndTheEventsAreTriedUntilItDoes() throws Exception {
    copyOneEmail();
    add(0, live(RUN, "e1", "10", null, 1));
    TargetServer.execute(url, "ALTER TABLE live.engagement RENAME COLUMN at TO moment");
    LoaderUnderTest loader = start(100);

    loader.turnUntil(() -> !loader.failures.isEmpty());

    assertThat(loader.failures).hasSize(1);
    assertThat(loader.failures.get(0)).startsWith(RUN).contains("42703");
    TargetServer.execute(url, "ALTER TABLE live.engagement RENAME COLUMN moment TO at");
    loader.turnToTheEnd();
    assertThat(rows("live.engagement")).isEqualTo(1);
  }

  @Test
  void theStreamGoesOnAfterTheCommitAndStopsWithAPurge() throws Exception {
    copyOneEmail();
    LoaderUnderTest loader = start(100);
    loader.turnToTheEnd();
    TargetServer.execute(url, "UPDATE godwit.run SET state = 'ENABLED'");
    add(0, live(RUN, "e1", "10", null, 1));
    loader.turnToTheEnd();
    LoaderUnderTest afterRestart = start(100);
    add(0, live(RUN, "e2", "10", null, 1));
    snapshot(engagement(RUN, "too-late", "10"));
    afterRestart.turnToTheEnd();
    assertThat(rows("live.engagement")).isEqualTo(2);

    LoaderUnderTest.endRun(url, RUN);
    add(0, live(RUN, "e3", "10", null, 1));
    afterRestart.turnToTheEnd();

    assertThat(rows("live.engagement")).isEqualTo(2);
    assertThat(afterRestart.counts).containsEntry("LIVE skipped", 1L);
  }

  @Test
  void runsMixedInOnePartitionShareATransactionAndKeepTheirReceipts() throws Exception {
    copyOneEmail();
    LoaderUnderTest.openRun(url, "acme/2", RunKind.LIVE);
    for (int partition = 0; partition < LoaderUnderTest.PARTITIONS; partition++) {
      LoaderUnderTest.append(
          topics,
          EMAILS,
          partition,
          new Cut("acme/2", EMAILS, 1, LoaderUnderTest.PARTITIONS, false));
    }
    LoaderUnderTest.cutEverywhere(topics, "acme/2", CONTACTS);
    add(0, live(RUN, "a1", "10", null, 1));
    add(0, live("acme/2", "b1", "10", null, 1));
    add(0, live(RUN, "a2", "10", null, 1));
    add(0, live("acme/2", "b2", "10", null, 1));
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    assertThat(rows("live.engagement")).isEqualTo(4);
    assertThat(receipts(loader))
        .extracting(
            Receipt::getRunId, Receipt::getFromOffset, Receipt::getToOffset, Receipt::getRecordsOut)
        .containsExactlyInAnyOrder(tuple(RUN, 0L, 3L, 2L), tuple("acme/2", 1L, 4L, 2L));
  }

  @Test
  void twoLoadersThatMeetTheSameEventCountItOnce() throws Exception {
    copyOneEmail();
    for (int i = 0; i < 200; i++) {
      add(i % 2, live(RUN, "e" + i % 50, "10", null, i));
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

  @Test
  void aMessageIdThatNoTextCanHoldCostsItsOwnEventAlone() throws Exception {
    copyOneEmail();
    add(0, live(RUN, "e1", null, "m-10", 1));
    add(0, live(RUN, "e2", null, "m-\0", 1));
    add(0, live(RUN, "e3", "10", null, 1));
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    assertThat(rows("live.engagement")).isEqualTo(2);
    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getLegacyId, QuarantinedRecord::getReason)
        .containsExactly(tuple("e2", "BAD_CHARACTER"));
    assertThat(loader.failures).isEmpty();
  }

  @Test
  void aRunThatCannotBeLoadedHoldsNoOtherRun() throws Exception {
    copyOneEmail();
    secondRun("sample");
    TargetServer.execute(
        url,
        """
        CREATE FUNCTION live.refuse() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN RAISE EXCEPTION USING ERRCODE = ''42501''; END';
        CREATE TRIGGER refuse BEFORE INSERT ON live.engagement FOR EACH ROW
          WHEN (NEW.at >= timestamptz '2090-01-01') EXECUTE FUNCTION live.refuse()""");
    long year2099 = 4_070_908_800_000_000L;
    add(0, live(RUN, "a1", "10", null, 1));
    add(0, live("acme/2", "b1", "10", null, year2099));
    add(0, live(RUN, "a2", "10", null, 1));
    add(1, live(RUN, "a3", "10", null, 1));
    LoaderUnderTest loader = start(100);

    loader.turnUntil(() -> !loader.failures.isEmpty());
    for (int turn = 0; turn < 5; turn++) {
      loader.turn();
    }

    assertThat(rows("live.engagement")).isEqualTo(2);
    assertThat(loader.failures).hasSize(1);
    assertThat(loader.failures.get(0)).startsWith("acme/2").contains("42501");

    TargetServer.execute(url, "DROP TRIGGER refuse ON live.engagement");
    loader.turnToTheEnd();
    assertThat(rows("live.engagement")).isEqualTo(4);
  }

  @Test
  void aCommittedRunThatCannotBeLoadedIsReportedOnceAndTriedAgain() throws Exception {
    copyOneEmail();
    LoaderUnderTest loader = start(100);
    loader.turnToTheEnd();
    TargetServer.execute(url, "UPDATE godwit.run SET state = 'ENABLED'");
    TargetServer.execute(url, "ALTER TABLE live.engagement RENAME COLUMN at TO moment");
    add(0, live(RUN, "e1", "10", null, 1));
    for (int turn = 0; turn < 10; turn++) {
      loader.turn();
    }
    assertThat(loader.failures).hasSize(1);

    TargetServer.execute(url, "ALTER TABLE live.engagement RENAME COLUMN moment TO at");
    loader.turnToTheEnd();
    assertThat(rows("live.engagement")).isEqualTo(1);
  }

  @Test
  void aRunWhosePackIsNotThereHoldsItsOwnPartitionAndNoLoader() throws Exception {
    copyOneEmail();
    secondRun("no-such-pack");
    add(0, live("acme/2", "b1", "10", null, 1));
    add(1, live(RUN, "a1", "10", null, 1));
    LoaderUnderTest loader = start(100);

    loader.turnUntil(() -> !loader.failures.isEmpty());
    for (int turn = 0; turn < 5; turn++) {
      loader.turn();
    }

    assertThat(rows("live.engagement")).isEqualTo(1);
    assertThat(loader.failures)
        .singleElement()
        .satisfies(text -> assertThat(text).startsWith("acme/2").contains("no-such-pack"));
    LoaderUnderTest.endRun(url, "acme/2");
    loader.turnToTheEnd();
  }

  @Test
  void aRecordThatCannotBeReadAndBelongsToNoRunIsKept() throws Exception {
    LoaderUnderTest.endRun(url, RUN);
    LoaderUnderTest.appendBytes(topics, LIVE, 0, new byte[] {1, 2, 3});
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getRunId, QuarantinedRecord::getReason)
        .containsExactly(tuple("", "UNREADABLE"));
    assertThat(loader.counts)
        .containsEntry("LIVE quarantined", 1L)
        .doesNotContainKey("LIVE skipped");
  }

  @Test
  void aRunIdThatNoTextCanHoldIsPoison() throws Exception {
    add(0, new Cut("acme/\0", LIVE, 1, LoaderUnderTest.PARTITIONS, false));
    add(0, live("acme/\0", "e1", "10", null, 1));
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getReason)
        .containsExactly("UNREADABLE", "UNREADABLE");
  }

  @Test
  void ofALargeValueQuarantineKeepsTheBeginningAndSaysSo() throws Exception {
    copyOneEmail();
    byte[] large = new byte[QuarantineLimits.VALUE_BYTES + 1];
    large[0] = 1;
    LoaderUnderTest.appendBytes(topics, LIVE, 0, large);
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    QuarantinedRecord kept = loader.quarantined().get(0);
    assertThat(kept.getValue().remaining()).isEqualTo(QuarantineLimits.VALUE_BYTES);
    assertThat(kept.getDetail()).contains("of the value's 1048577 bytes are kept here");
    assertThat(kept.getOffset()).isZero();
  }

  /** A second live run, whose emails are all there. */
  private void secondRun(String pack) throws Exception {
    LoaderUnderTest.openRun(url, "acme/2", RunKind.LIVE, pack);
    if (pack.equals("sample")) {
      LoaderUnderTest.cutEverywhere(topics, "acme/2", CONTACTS);
      LoaderUnderTest.cutEverywhere(topics, "acme/2", EMAILS);
    }
  }

  private void copyOneEmail() {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    LoaderUnderTest.cutEverywhere(topics, RUN, CONTACTS);
    add(EMAILS, 0, email(RUN, "10", "1", "hello"));
    LoaderUnderTest.cutEverywhere(topics, RUN, EMAILS);
  }

  private void snapshot(SpecificRecord record) {
    add(ENGAGEMENTS, 0, record);
  }

  private void add(int partition, SpecificRecord event) {
    add(LIVE, partition, event);
  }

  private void add(Entity entity, int partition, SpecificRecord record) {
    LoaderUnderTest.append(topics, entity, partition, record);
  }

  private LoaderUnderTest start(int batchRecords) {
    LoaderUnderTest loader = new LoaderUnderTest(url, topics, batchRecords);
    loaders.add(loader);
    return loader;
  }

  private long rows(String table) throws Exception {
    return Long.parseLong(TargetServer.query(url, "SELECT count(*) FROM " + table).get(0));
  }

  private static List<Receipt> receipts(LoaderUnderTest loader) throws Exception {
    return loader.receipts().stream().filter(receipt -> receipt.getEntity() == LIVE).toList();
  }

  private static long sum(LoaderUnderTest loader, ToLongFunction<Receipt> what) throws Exception {
    return receipts(loader).stream().mapToLong(what).sum();
  }
}
