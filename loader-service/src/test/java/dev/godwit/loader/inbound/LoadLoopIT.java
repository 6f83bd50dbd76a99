package dev.godwit.loader.inbound;

import static dev.godwit.common.v1.Entity.CONTACTS;
import static dev.godwit.common.v1.Entity.EMAILS;
import static dev.godwit.common.v1.Entity.ENGAGEMENTS;
import static dev.godwit.loader.SampleTarget.contact;
import static dev.godwit.loader.SampleTarget.email;
import static dev.godwit.loader.SampleTarget.engagement;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.RunKind;
import dev.godwit.digest.BucketDigest;
import dev.godwit.digest.ByteDigest;
import dev.godwit.digest.RowDigest;
import dev.godwit.loader.SampleTarget;
import dev.godwit.loader.TargetServer;
import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.TransformedRecord;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadLoopIT {
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
  void everythingIsLoadedWithReceiptsThatSayWhat() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x", "vip", "news"));
    add(CONTACTS, 0, contact(RUN, "2", "b@x"));
    cuts(CONTACTS);
    add(EMAILS, 0, email(RUN, "10", "1", "hello"));
    cuts(EMAILS);
    add(ENGAGEMENTS, 0, engagement(RUN, "100", "10"));
    cuts(ENGAGEMENTS);
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    assertThat(rows("live.contact")).isEqualTo(2);
    assertThat(rows("live.tag")).isEqualTo(2);
    assertThat(rows("live.email")).isEqualTo(1);
    assertThat(rows("live.engagement")).isEqualTo(1);
    Receipt contacts = receipt(loader, CONTACTS, 0);
    assertThat(contacts.getFromOffset()).isZero();
    assertThat(contacts.getToOffset()).isEqualTo(3);
    assertThat(contacts.getCut()).isEqualTo(1);
    assertThat(contacts.getCutPartitions()).isEqualTo(LoaderUnderTest.PARTITIONS);
    assertThat(contacts.getRecordsIn()).isEqualTo(2);
    assertThat(contacts.getRecordsOut()).isEqualTo(2);
    assertThat(contacts.getDigestIn()).isEqualTo(bytesDigest(CONTACTS, 0, 2));
    assertThat(contacts.getTables()).hasSize(2);
    assertThat(contacts.getTables().get(0).getRows()).isEqualTo(2);
    assertThat(contacts.getTables().get(0).getBuckets())
        .isEqualTo(
            digest(contact(RUN, "1", "a@x", "vip", "news"), contact(RUN, "2", "b@x")).toBytes());
  }

  @Test
  void aRecordThatIsThereAlreadyIsLeftAloneAndCountedAsSuch() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x", "vip"));
    add(CONTACTS, 0, contact(RUN, "2", "b@x"));
    add(CONTACTS, 0, contact(RUN, "1", "a@x", "vip"));
    cuts(CONTACTS);
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    Receipt receipt = receipt(loader, CONTACTS, 0);
    assertThat(receipt.getRecordsOut()).isEqualTo(2);
    assertThat(receipt.getAlreadyLoaded()).isEqualTo(1);
    assertThat(receipt.getQuarantined()).isZero();
    assertThat(rows("live.contact")).isEqualTo(2);
  }

  @Test
  void refusedRecordsAreQuarantinedWholeAndTheRestIsLoaded() throws Exception {
    for (int i = 0; i < 50; i++) {
      add(CONTACTS, i % 2, contact(RUN, "" + i, i + "@x", "t"));
    }
    add(CONTACTS, 0, contact(RUN, "long", "much-too-long-for-that@x"));
    add(CONTACTS, 0, contact(RUN, "child", "c@x", "fine", "tag-too-long"));
    add(CONTACTS, 1, contact(RUN, "3", "other@x"));
    add(CONTACTS, 1, contact(RUN, "twin", "3@x"));
    cuts(CONTACTS);
    add(EMAILS, 0, email(RUN, "10", "2", "rude"));
    add(EMAILS, 0, email(RUN, "11", "2", "polite"));
    cuts(EMAILS);
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    assertThat(rows("live.contact")).isEqualTo(50);
    assertThat(rows("live.tag")).isEqualTo(50);
    assertThat(rows("live.email")).isEqualTo(1);
    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getReason)
        .containsOnly("TARGET_REFUSED");
    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getLegacyId)
        .containsExactlyInAnyOrder("long", "child", "3", "twin", "10");
    QuarantinedRecord rude =
        loader.quarantined().stream().filter(q -> q.getLegacyId().equals("10")).findFirst().get();
    assertThat(rude.getDetail()).contains("23514", "subject_is_polite").doesNotContain("rude'");
    assertThat(rude.getValue().array())
        .isEqualTo(topics.get(at(EMAILS, 0)).get((int) rude.getOffset()).value());
    assertThat(receipt(loader, CONTACTS, 1).getReasons().get(0).getCount()).isEqualTo(2);
  }

  @Test
  void emailsWaitForTheContactsOfTheirPartitionAndNoRecordIsLost() throws Exception {
    add(EMAILS, 0, email(RUN, "10", "1", "early"));
    add(ENGAGEMENTS, 0, engagement(RUN, "100", "10"));
    LoaderUnderTest loader = start(100);
    loader.turn();
    loader.turn();
    assertThat(rows("live.email")).isZero();
    assertThat(loader.quarantined()).isEmpty();

    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    cuts(CONTACTS);
    add(EMAILS, 0, email(RUN, "11", "1", "late"));
    cuts(EMAILS);
    cuts(ENGAGEMENTS);
    loader.turnToTheEnd();

    assertThat(rows("live.email")).isEqualTo(2);
    assertThat(rows("live.engagement")).isEqualTo(1);
    assertThat(loader.quarantined()).isEmpty();
  }

  @Test
  void aReferenceIsBrokenOnlyWhenNoPartitionCanStillBringTheParent() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    LoaderUnderTest.cut(topics, RUN, CONTACTS, 0);
    add(EMAILS, 0, email(RUN, "10", "1", "same partition"));
    add(EMAILS, 0, email(RUN, "11", "2", "parent comes by the other partition"));
    add(EMAILS, 0, email(RUN, "12", "gone", "parent never comes"));
    LoaderUnderTest loader = start(100);
    loader.turnUntil(() -> rowsOrZero("live.email") == 1);
    loader.turn();
    assertThat(rows("live.email")).isEqualTo(1);
    assertThat(loader.quarantined()).isEmpty();

    add(CONTACTS, 1, contact(RUN, "2", "b@x"));
    LoaderUnderTest.cut(topics, RUN, CONTACTS, 1);
    cuts(EMAILS);
    loader.turnToTheEnd();

    assertThat(rows("live.email")).isEqualTo(2);
    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getLegacyId, QuarantinedRecord::getReason)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("12", "BROKEN_REFERENCE"));
    assertThat(sum(loader, EMAILS, Receipt::getRecordsIn)).isEqualTo(3);
  }

  @Test
  void anInstanceThatWasOvertakenWritesNothingAndGoesOnWhereTheOtherStands() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    LoaderUnderTest zombie = start(100);
    LoaderUnderTest successor = start(100);
    zombie.turnToTheEnd();
    successor.turn();
    add(CONTACTS, 0, contact(RUN, "2", "b@x"));
    successor.turnToTheEnd();
    add(CONTACTS, 0, contact(RUN, "3", "c@x"));

    zombie.turnToTheEnd();

    assertThat(rows("live.contact")).isEqualTo(3);
    List<Receipt> all = new ArrayList<>(zombie.receipts());
    all.addAll(successor.receipts());
    // Two that have the same partition at a time may each send what the other has not deleted yet.
    assertThat(all.stream().map(r -> r.getFromOffset() + "-" + r.getToOffset()).distinct())
        .containsExactlyInAnyOrder("0-1", "1-2", "2-3");
  }

  @Test
  void aLaneSendsNothingThatAnotherLaneHasUnderWay() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    add(CONTACTS, 1, contact(RUN, "2", "b@x"));
    LoaderUnderTest first = lane(Set.of(0), false);
    LoaderUnderTest second = lane(Set.of(1), false);
    first.turnUntil(() -> rowsOrZero("live.contact") == 1);
    second.turnUntil(() -> rowsOrZero("live.contact") == 2);
    assertThat(first.producer.history()).hasSize(1);

    second.assign();
    second.turn();
    LoaderUnderTest restarted = lane(Set.of(1), true);
    restarted.turn();

    assertThat(second.receipts()).extracting(Receipt::getPartition).containsExactly(1);
    assertThat(restarted.receipts()).extracting(Receipt::getPartition).containsExactly(1);
  }

  @Test
  void whoTakesAPartitionOverSendsWhatIsLeftOfItAndWhatNobodyOwns() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    add(CONTACTS, 1, contact(RUN, "2", "b@x"));
    LoaderUnderTest killed = lane(Set.of(0, 1), false);
    killed.turnToTheEnd();
    TargetServer.execute(
        url,
        "UPDATE godwit.outbox SET source_topic = NULL, source_partition = NULL"
            + " WHERE source_partition = 1");

    LoaderUnderTest first = lane(Set.of(0), true);
    LoaderUnderTest second = lane(Set.of(1), true);
    second.turn();
    first.turn();
    first.turn();

    assertThat(second.receipts()).isEmpty();
    assertThat(first.receipts()).extracting(Receipt::getPartition).containsExactly(0, 1);
    assertThat(rows("godwit.outbox")).isZero();
  }

  private LoaderUnderTest lane(Set<Integer> share, boolean acknowledges) {
    LoaderUnderTest loader = new LoaderUnderTest(url, topics, 100, share, acknowledges);
    loaders.add(loader);
    return loader;
  }

  @Test
  void recordsOfAClosedRunAreReadOver() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    LoaderUnderTest loader = start(100);
    loader.turnToTheEnd();
    LoaderUnderTest.endRun(url, RUN);
    add(CONTACTS, 0, contact(RUN, "2", "b@x"));
    LoaderUnderTest.openRun(url, "acme/2", RunKind.REHEARSAL);
    add(CONTACTS, 0, contact("acme/2", "1", "a@x"));

    loader.turnToTheEnd();

    assertThat(rows("live.contact")).isEqualTo(1);
    assertThat(rows("staging.contact")).isEqualTo(1);
    assertThat(loader.receipts()).extracting(Receipt::getRunId).containsExactly(RUN, "acme/2");
    assertThat(loader.counts).containsEntry("CONTACTS skipped", 1L);
  }

  @Test
  void aFatalErrorIsReportedOnceAndHoldsTheRunUntilItIsClosed() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    LoaderUnderTest.openRun(url, "acme/2", RunKind.REHEARSAL);
    add(CONTACTS, 1, contact("acme/2", "2", "b@x"));
    TargetServer.execute(url, "ALTER TABLE live.contact RENAME COLUMN address TO addr");
    LoaderUnderTest loader = start(100);

    loader.turnUntil(() -> !loader.failures.isEmpty());
    loader.turnUntil(() -> rowsOrZero("staging.contact") == 1);
    add(CONTACTS, 1, contact(RUN, "3", "c@x"));
    loader.turn();
    loader.turn();

    assertThat(loader.failures).hasSize(1);
    assertThat(loader.failures.get(0))
        .contains("\"live\".\"contact\"", "COPY", "42703", "id 1 at offset 0");
    LoaderUnderTest.endRun(url, RUN);
    loader.turnToTheEnd();
    assertThat(rows("live.contact")).isZero();
    assertThat(loader.counts).containsEntry("CONTACTS skipped", 2L);
  }

  @Test
  void poisonIsQuarantinedUnderTheCustomersOpenRun() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    LoaderUnderTest.appendBytes(topics, CONTACTS, 0, new byte[] {1, 2, 3});
    cuts(CONTACTS);
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getRunId, QuarantinedRecord::getReason)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(RUN, "UNREADABLE"));
    assertThat(sum(loader, CONTACTS, Receipt::getRecordsIn)).isEqualTo(2);
    assertThat(sum(loader, CONTACTS, Receipt::getQuarantined)).isEqualTo(1);
  }

  @Test
  void theOutboxIsSentAgainAfterARestartAndEmptiedOnceAcknowledged() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    LoaderUnderTest first = start(100);
    first.turnToTheEnd();
    assertThat(rows("godwit.outbox")).isEqualTo(1);

    LoaderUnderTest second = start(100);
    second.turnUntil(() -> rowsOrZero("godwit.outbox") == 0);

    assertThat(second.receipts()).isEqualTo(first.receipts()).hasSize(1);
    second.assign();
    second.turn();
    second.turn();
    assertThat(second.receipts()).hasSize(1);
  }

  @Test
  void aBatchIsTakenInSmallStepsWhereSettingsSaySo() throws Exception {
    for (int i = 0; i < 20; i++) {
      add(CONTACTS, i % 2, contact(RUN, "" + i, i + "@x", "a", "b"));
    }
    cuts(CONTACTS);
    LoaderUnderTest loader = start(3);

    loader.turnToTheEnd();

    assertThat(rows("live.contact")).isEqualTo(20);
    assertThat(sum(loader, CONTACTS, Receipt::getRecordsOut)).isEqualTo(20);
    assertThat(loader.receipts().size()).isGreaterThan(6);
  }

  @Test
  void aLostConnectionIsWaitedOutAndNothingIsLostOrTwice() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    LoaderUnderTest loader = start(100);
    loader.turnToTheEnd();
    TargetServer.execute(
        url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    add(CONTACTS, 0, contact(RUN, "2", "b@x"));

    loader.turnToTheEnd();

    assertThat(rows("live.contact")).isEqualTo(2);
    assertThat(sum(loader, CONTACTS, Receipt::getRecordsOut)).isEqualTo(2);
  }

  private LoaderUnderTest start(int batchRecords) {
    LoaderUnderTest loader = new LoaderUnderTest(url, topics, batchRecords);
    loaders.add(loader);
    return loader;
  }

  private void add(Entity entity, int partition, TransformedRecord record) {
    LoaderUnderTest.data(topics, entity, partition, record);
  }

  private void cuts(Entity entity) {
    LoaderUnderTest.cutEverywhere(topics, RUN, entity);
  }

  private static TopicPartition at(Entity entity, int partition) {
    return new TopicPartition(dev.godwit.records.Topics.transformed(entity), partition);
  }

  private long rows(String table) throws Exception {
    return Long.parseLong(TargetServer.query(url, "SELECT count(*) FROM " + table).get(0));
  }

  private long rowsOrZero(String table) {
    try {
      return rows(table);
    } catch (Exception e) {
      return 0;
    }
  }

  private static Receipt receipt(LoaderUnderTest loader, Entity entity, int partition)
      throws Exception {
    return loader.receipts().stream()
        .filter(r -> r.getEntity() == entity && r.getPartition() == partition)
        .findFirst()
        .orElseThrow();
  }

  private static long sum(
      LoaderUnderTest loader, Entity entity, java.util.function.ToLongFunction<Receipt> what)
      throws Exception {
    return loader.receipts().stream().filter(r -> r.getEntity() == entity).mapToLong(what).sum();
  }

  private long bytesDigest(Entity entity, int partition, int records) {
    long sum = 0;
    for (var record : topics.get(at(entity, partition)).subList(0, records)) {
      sum += ByteDigest.hash(record.value(), 0, record.value().length);
    }
    return sum;
  }

  private static BucketDigest digest(TransformedRecord... contacts) {
    BucketDigest digest = new BucketDigest();
    RowDigest row = new RowDigest();
    for (TransformedRecord contact : contacts) {
      List<Object> cells = contact.getRows().get(0).getCells();
      digest.add(row.keyHash(cells, new int[] {0}), row.hash(cells));
    }
    return digest;
  }
}
