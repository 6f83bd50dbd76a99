package dev.godwit.loader;

import static dev.godwit.loader.SampleTarget.contact;
import static dev.godwit.loader.SampleTarget.email;
import static dev.godwit.loader.SampleTarget.engagement;
import static dev.godwit.records.Entity.CONTACTS;
import static dev.godwit.records.Entity.EMAILS;
import static dev.godwit.records.Entity.ENGAGEMENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.canonical.ByteDigest;
import dev.godwit.canonical.DerivedId;
import dev.godwit.canonical.RowDigest;
import dev.godwit.common.v1.RunKind;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The fate of the rows of a snapshot, and the receipts for them. */
class SnapshotLoadIT extends OneLiveRun {
  @Test
  void shouldLoadAllRowsWithReceiptsWhenEveryRecordFits() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x", "vip", "news"));
    add(CONTACTS, 0, contact(RUN, "2", "b@x"));
    topics.cutEverywhere(RUN, CONTACTS);
    add(EMAILS, 0, email(RUN, "10", "1", "hello"));
    topics.cutEverywhere(RUN, EMAILS);
    add(ENGAGEMENTS, 0, engagement(RUN, "100", "10"));
    topics.cutEverywhere(RUN, ENGAGEMENTS);
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    assertThat(rows("live.contact")).isEqualTo(2);
    assertThat(rows("live.tag")).isEqualTo(2);
    assertThat(rows("live.email")).isEqualTo(1);
    assertThat(rows("live.engagement")).isEqualTo(1);
    Receipt contacts = loader.receipt(CONTACTS, 0);
    assertThat(contacts.getFromOffset()).isZero();
    assertThat(contacts.getToOffset()).isEqualTo(3);
    assertThat(contacts.getCut()).isEqualTo(1);
    assertThat(contacts.getCutPartitions()).isEqualTo(TransformedTopics.PARTITIONS);
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
  void shouldCountARecordAsHeldWhenTheTargetHasItsRows() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x", "vip"));
    add(CONTACTS, 0, contact(RUN, "2", "b@x"));
    add(CONTACTS, 0, contact(RUN, "1", "a@x", "vip"));
    topics.cutEverywhere(RUN, CONTACTS);
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    Receipt receipt = loader.receipt(CONTACTS, 0);
    assertThat(receipt.getRecordsOut()).isEqualTo(2);
    assertThat(receipt.getAlreadyLoaded()).isEqualTo(1);
    assertThat(receipt.getQuarantined()).isZero();
    assertThat(rows("live.contact")).isEqualTo(2);
  }

  @Test
  void shouldQuarantineWholeRecordsAndLoadTheRestWhenTheTargetRefusesSome() throws Exception {
    for (int i = 0; i < 50; i++) {
      add(CONTACTS, i % 2, contact(RUN, "" + i, i + "@x", "t"));
    }
    add(CONTACTS, 0, contact(RUN, "long", "much-too-long-for-that@x"));
    add(CONTACTS, 0, contact(RUN, "child", "c@x", "fine", "tag-too-long"));
    add(CONTACTS, 1, contact(RUN, "3", "other@x"));
    add(CONTACTS, 1, contact(RUN, "twin", "3@x"));
    topics.cutEverywhere(RUN, CONTACTS);
    add(EMAILS, 0, email(RUN, "10", "2", "rude"));
    add(EMAILS, 0, email(RUN, "11", "2", "polite"));
    topics.cutEverywhere(RUN, EMAILS);
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
        .isEqualTo(topics.log(EMAILS, 0).get((int) rude.getOffset()).value());
    assertThat(loader.receipt(CONTACTS, 1).getReasons().get(0).getCount()).isEqualTo(2);
  }

  @Test
  void shouldHoldEmailsBackWhenContactsOfTheirPartitionAreNotLoaded() throws Exception {
    add(EMAILS, 0, email(RUN, "10", "1", "early"));
    add(ENGAGEMENTS, 0, engagement(RUN, "100", "10"));
    LoaderUnderTest loader = start(100);
    loader.turn();
    loader.turn();
    assertThat(rows("live.email")).isZero();
    assertThat(loader.quarantined()).isEmpty();

    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    topics.cutEverywhere(RUN, CONTACTS);
    add(EMAILS, 0, email(RUN, "11", "1", "late"));
    topics.cutEverywhere(RUN, EMAILS);
    topics.cutEverywhere(RUN, ENGAGEMENTS);
    loader.turnToTheEnd();

    assertThat(rows("live.email")).isEqualTo(2);
    assertThat(rows("live.engagement")).isEqualTo(1);
    assertThat(loader.quarantined()).isEmpty();
  }

  @Test
  void shouldQuarantineABrokenReferenceWhenNoPartitionCanBringTheParent() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    topics.cut(RUN, CONTACTS, 0);
    add(EMAILS, 0, email(RUN, "10", "1", "same partition"));
    add(EMAILS, 0, email(RUN, "11", "2", "parent comes by the other partition"));
    add(EMAILS, 0, email(RUN, "12", "gone", "parent never comes"));
    LoaderUnderTest loader = start(100);
    loader.turnUntil(() -> rowsOrZero("live.email") == 1);
    loader.turn();
    assertThat(rows("live.email")).isEqualTo(1);
    assertThat(loader.quarantined()).isEmpty();

    add(CONTACTS, 1, contact(RUN, "2", "b@x"));
    topics.cut(RUN, CONTACTS, 1);
    topics.cutEverywhere(RUN, EMAILS);
    loader.turnToTheEnd();

    assertThat(rows("live.email")).isEqualTo(2);
    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getLegacyId, QuarantinedRecord::getReason)
        .containsExactly(tuple("12", "BROKEN_REFERENCE"));
    QuarantinedRecord orphan = loader.quarantined().getFirst();
    assertThat(Entities.parentOf(orphan)).isEqualTo(Entity.CONTACTS);
    assertThat(orphan.getParentId())
        .isEqualTo(
            DerivedId.of(DerivedId.ORDERED, SampleTarget.CUSTOMER, "contacts", "gone").toString());
    assertThat(loader.sum(EMAILS, Receipt::getRecordsIn)).isEqualTo(3);
  }

  /** The other loader commits the parent with its cut while this one asks for the cuts. */
  @Test
  void shouldFindAParentThatIsCommittedAfterItWasLookedFor() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    topics.cut(RUN, CONTACTS, 0);
    LoaderUnderTest loader = start(100);
    loader.turnUntil(() -> rowsOrZero("live.contact") == 1 && rowsOrZero("godwit.cut_passed") == 1);
    add(EMAILS, 0, email(RUN, "11", "2", "parent comes by the other partition"));
    try (Connection other = TargetServer.open(url);
        Statement statement = other.createStatement();
        ExecutorService executor = Executors.newSingleThreadExecutor()) {
      statement.execute("LOCK TABLE godwit.cut_passed IN ACCESS EXCLUSIVE MODE");
      Future<?> turn =
          executor.submit(
              () -> {
                loader.turnUntil(() -> rowsOrZero("live.email") == 1 || isQuarantined(loader));
                return null;
              });
      await()
          .until(
              () ->
                  !TargetServer.query(
                          url,
                          "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%cut_passed%' AND datname = current_database()")
                      .isEmpty());
      statement.execute(
          "INSERT INTO live.contact VALUES ('%s', '%s', '2', 'b@x', NULL)"
              .formatted(
                  DerivedId.of(DerivedId.ORDERED, SampleTarget.CUSTOMER, "contacts", "2"),
                  SampleTarget.CUSTOMER));
      statement.execute(
          "INSERT INTO godwit.cut_passed (run_id, entity, partition, cut, partitions) VALUES ('"
              + RUN
              + "', 'CONTACTS', 1, 1, 2)");
      other.commit();
      turn.get();
    }
    assertThat(loader.quarantined()).isEmpty();
    assertThat(rows("live.email")).isEqualTo(1);
  }

  private static boolean isQuarantined(LoaderUnderTest loader) {
    try {
      return !loader.quarantined().isEmpty();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldSkipRecordsWhenTheFenceOfTheirRunIsClosed() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    LoaderUnderTest loader = start(100);
    loader.turnToTheEnd();
    endRun(RUN);
    add(CONTACTS, 0, contact(RUN, "2", "b@x"));
    openRun("acme/2", RunKind.REHEARSAL);
    add(CONTACTS, 0, contact("acme/2", "1", "a@x"));

    loader.turnToTheEnd();

    assertThat(rows("live.contact")).isEqualTo(1);
    assertThat(rows("staging.contact")).isEqualTo(1);
    assertThat(loader.receipts()).extracting(Receipt::getRunId).containsExactly(RUN, "acme/2");
    assertThat(loader.counts).containsEntry("CONTACTS skipped", 1L);
  }

  @Test
  void shouldReportOnceAndPauseTheRunWhenABatchFails() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    openRun("acme/2", RunKind.REHEARSAL);
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
    endRun(RUN);
    loader.turnToTheEnd();
    assertThat(rows("live.contact")).isZero();
    assertThat(loader.counts).containsEntry("CONTACTS skipped", 2L);
  }

  @Test
  void shouldContinueAtTheSameRecordWhenTheHeldRunIsResumed() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    LoaderUnderTest loader = start(100);
    loader.statuses.put(RUN, new RunStatus.Running(spec(), 0));
    loader.turnToTheEnd();
    add(CONTACTS, 0, contact(RUN, "2", "b@x"));
    add(CONTACTS, 0, contact(RUN, "3", "c@x"));
    topics.cutEverywhere(RUN, CONTACTS);
    TargetServer.execute(url, "ALTER TABLE live.contact RENAME COLUMN address TO addr");
    loader.turnUntil(() -> !loader.failures.isEmpty());
    assertThat(loader.failures)
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure).contains("held", "resume", "count=2 first=2", "at offset 1"));

    for (int turn = 0; turn < 5; turn++) {
      loader.turn();
    }
    assertThat(loader.failures).hasSize(1);
    loader.statuses.put(RUN, new RunStatus.Running(spec(), 1));
    loader.turnUntil(() -> loader.failures.size() == 2);

    TargetServer.execute(url, "ALTER TABLE live.contact RENAME COLUMN addr TO address");
    for (int turn = 0; turn < 5; turn++) {
      loader.turn();
    }
    assertThat(rows("live.contact")).isEqualTo(1);
    loader.statuses.put(RUN, new RunStatus.Running(spec(), 2));
    loader.turnToTheEnd();

    assertThat(rows("live.contact")).isEqualTo(3);
    assertThat(loader.failures).hasSize(2);
    assertThat(loader.sum(CONTACTS, Receipt::getRecordsOut)).isEqualTo(3);
    assertThat(loader.quarantined()).isEmpty();
  }

  @Test
  void shouldQuarantineNothingAndContinueWhenAColumnBecameTooShortAndIsWidened() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    LoaderUnderTest loader = start(100);
    loader.statuses.put(RUN, new RunStatus.Running(spec(), 0));
    loader.turnToTheEnd();
    add(CONTACTS, 0, contact(RUN, "2", "b@x"));
    add(CONTACTS, 0, contact(RUN, "3", "long@x"));
    topics.cutEverywhere(RUN, CONTACTS);
    TargetServer.execute(url, "ALTER TABLE live.contact ALTER COLUMN address TYPE varchar(4)");

    loader.turnUntil(() -> !loader.failures.isEmpty());

    assertThat(loader.failures)
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure)
                    .contains("address", "a limit of 4", "id 3 at offset 2", "count=1 first=3"));
    assertThat(rows("live.contact")).isEqualTo(1);
    TargetServer.execute(url, "ALTER TABLE live.contact ALTER COLUMN address TYPE varchar(254)");
    loader.statuses.put(RUN, new RunStatus.Running(spec(), 1));
    loader.turnToTheEnd();

    assertThat(rows("live.contact")).isEqualTo(3);
    assertThat(loader.quarantined()).isEmpty();
    assertThat(loader.sum(CONTACTS, Receipt::getRecordsOut)).isEqualTo(3);
  }

  @Test
  void shouldReportAgainWhenTheHeldRunIsResumedAndItsPackIsMissingStill() throws Exception {
    openRun("acme/2", RunKind.LIVE, "no-such-pack");
    RunSpec spec =
        new RunSpec("acme/2", "acme", 2, RunKind.LIVE, "legacy", "no-such-pack", DerivedId.ORDERED);
    add(CONTACTS, 0, contact("acme/2", "1", "a@x"));
    LoaderUnderTest loader = start(100);
    loader.statuses.put("acme/2", new RunStatus.Running(spec, 0));
    loader.turnUntil(() -> !loader.failures.isEmpty());
    loader.turn();
    assertThat(loader.failures).hasSize(1);

    loader.statuses.put("acme/2", new RunStatus.Running(spec, 1));
    loader.turnUntil(() -> loader.failures.size() == 2);

    loader.statuses.put("acme/2", new RunStatus.Ended(spec));
    loader.turnToTheEnd();
  }

  private static RunSpec spec() {
    return new RunSpec(
        RUN, SampleTarget.CUSTOMER, 1, RunKind.LIVE, "legacy", "sample", DerivedId.ORDERED);
  }

  @Test
  void shouldQuarantineUnderTheCustomersOpenRunWhenARecordIsUnreadable() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    topics.appendBytes(CONTACTS, 0, new byte[] {1, 2, 3});
    topics.cutEverywhere(RUN, CONTACTS);
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getRunId, QuarantinedRecord::getReason)
        .containsExactly(tuple(RUN, "UNREADABLE"));
    assertThat(loader.sum(CONTACTS, Receipt::getRecordsIn)).isEqualTo(2);
    assertThat(loader.sum(CONTACTS, Receipt::getQuarantined)).isEqualTo(1);
  }

  @Test
  void shouldTakeSmallBatchesWhenTheSettingsAskForThem() throws Exception {
    for (int i = 0; i < 20; i++) {
      add(CONTACTS, i % 2, contact(RUN, "" + i, i + "@x", "a", "b"));
    }
    topics.cutEverywhere(RUN, CONTACTS);
    LoaderUnderTest loader = start(3);

    loader.turnToTheEnd();

    assertThat(rows("live.contact")).isEqualTo(20);
    assertThat(loader.sum(CONTACTS, Receipt::getRecordsOut)).isEqualTo(20);
    assertThat(loader.receipts().size()).isGreaterThan(6);
  }

  private long bytesDigest(Entity entity, int partition, int records) {
    long sum = 0;
    for (var record : topics.log(entity, partition).subList(0, records)) {
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
