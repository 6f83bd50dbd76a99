package dev.godwit.transformer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.canonical.ByteDigest;
import dev.godwit.common.v1.EntityCount;
import dev.godwit.common.v1.ReplaySelection;
import dev.godwit.common.v1.Stage;
import dev.godwit.event.v1.MigrationCommitted;
import dev.godwit.event.v1.RunAbandoned;
import dev.godwit.receipt.v1.ReasonCount;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.report.v1.ReplayReport;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.row.v1.ReleasedRecord;
import dev.godwit.row.v1.TransformedLive;
import dev.godwit.transformer.Records;
import dev.godwit.transformer.TestPack;
import dev.godwit.wire.RedrivenHeader;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.run.RunStoppedException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class TransformReplayTest {
  private static final String EMAILS = Topics.extracted(Entity.EMAILS);

  /** Longer than the standard pack takes. */
  private static final String LONG = "x".repeat(60);

  /** Longer than the widened pack takes, too. */
  private static final String TOO_LONG = "x".repeat(300);

  private final ReplayFixture on = new ReplayFixture();

  @Test
  void shouldReleaseWhatCanBeTransformedNowAndLeaveTheRest() throws Exception {
    on.email(2, "70", LONG);
    on.email(2, "71", TOO_LONG);
    on.email(2, "72", LONG);
    on.email(4, "73", LONG);
    ReplayReport report = on.replay(1);

    assertThat(report.getRead()).isEqualTo(4);
    assertThat(report.getWritten()).isEqualTo(3);
    assertThat(report.getRefused()).isEqualTo(1);
    assertThat(report.getReleased())
        .containsExactly(new EntityCount(Entity.EMAILS.symbol(), 3L, null));
    assertThat(on.transformedIds()).containsExactlyInAnyOrder("70", "72", "73");
    assertThat(on.released())
        .extracting(ReleasedRecord::getLegacyId)
        .containsExactlyInAnyOrder("70", "72", "73");
    assertThat(on.released())
        .allSatisfy(
            record -> {
              assertThat(record.getStage()).isEqualTo(Stage.TRANSFORM);
              assertThat(record.getReason()).isEqualTo("LIMIT_EXCEEDED");
              assertThat(record.getTopic()).isEqualTo(EMAILS);
              assertThat(record.getReplay()).isEqualTo(1);
            });
  }

  @Test
  void shouldWriteToThePartitionNumberReadFromWithAReceiptOfTheGains() throws Exception {
    on.email(2, "70", LONG);
    on.email(2, "71", TOO_LONG);
    on.email(2, "72", LONG);
    on.replay(4);

    List<ConsumerRecord<byte[], byte[]>> transformed = on.all(Topics.transformed(Entity.EMAILS), 2);
    assertThat(transformed).hasSize(2).allMatch(record -> record.key() == ReplayFixture.KEY);
    assertThat(on.receipts()).hasSize(1);
    Receipt receipt = on.receipts().getFirst();
    assertThat(receipt.getReplay()).isEqualTo(4);
    assertThat(receipt.getPartition()).isEqualTo(2);
    assertThat(receipt.getFromOffset()).isZero();
    assertThat(receipt.getToOffset()).isEqualTo(5);
    assertThat(receipt.getRecordsIn()).isZero();
    assertThat(receipt.getRowsIn()).isZero();
    assertThat(receipt.getDigestIn()).isZero();
    assertThat(receipt.getRecordsOut()).isEqualTo(2);
    assertThat(receipt.getQuarantined()).isEqualTo(-2);
    assertThat(receipt.getReasons()).containsExactly(new ReasonCount("LIMIT_EXCEEDED", -2L));
    assertThat(receipt.getDigestOut())
        .isEqualTo(transformed.stream().mapToLong(r -> ByteDigest.hash(r.value())).sum());
  }

  @Test
  void shouldTransformMergedContactsAndLiveEventsAsTheFirstTime() throws Exception {
    String name = "n".repeat(30);
    on.quarantine(
        Entity.CONTACTS,
        1,
        "7",
        2,
        Records.contact(
            Records.member("7").setGivenName(name), Records.member("8").setGivenName(name)));
    on.quarantine(
        Entity.LIVE,
        3,
        "e-1",
        1,
        LiveEngagement.newBuilder()
            .setCustomer("acme")
            .setWay(LiveWay.TOPIC)
            .setEventId("e-1")
            .setEmailId("70")
            .setKind("Opened")
            .setOccurredAt(Records.TIME)
            .build());
    ReplayReport report = on.replay(1);

    assertThat(report.getReleased())
        .containsExactly(
            new EntityCount(Entity.CONTACTS.symbol(), 1L, null),
            new EntityCount(Entity.LIVE.symbol(), 1L, null));
    TransformedLive live =
        (TransformedLive) on.decoded(on.all(Topics.LIVE_TRANSFORMED, 3).getFirst());
    assertThat(live.getRunId()).isEqualTo(TestPack.RUN.runId());
    assertThat(live.getEventId()).isEqualTo("e-1");
    Receipt ofContacts =
        on.receipts().stream()
            .filter(receipt -> Entities.of(receipt).equals(Entity.CONTACTS))
            .toList()
            .getFirst();
    assertThat(ofContacts.getRecordsOut()).isEqualTo(1);
    assertThat(ofContacts.getMergedAway()).isEqualTo(1);
    assertThat(ofContacts.getQuarantined()).isEqualTo(-2);
  }

  @Test
  void shouldChangeNothingWhenItIsReplayedAgain() throws Exception {
    on.email(2, "70", LONG);
    on.email(2, "71", TOO_LONG);
    on.replay(1);
    int sent = on.topics.size(Topics.QUARANTINE) + on.topics.size(Topics.RECEIPTS);

    ReplayReport again = on.replay(2);

    assertThat(again.getRead()).isEqualTo(1);
    assertThat(again.getWritten()).isZero();
    assertThat(again.getRefused()).isEqualTo(1);
    assertThat(on.topics.size(Topics.QUARANTINE) + on.topics.size(Topics.RECEIPTS)).isEqualTo(sent);
    assertThat(on.transformedIds()).containsExactly("70");
  }

  @Test
  void shouldReleaseNothingTwiceAndReportTheSameWhenItIsKilledAfterAnyBatch() throws Exception {
    for (int i = 0; i < 40; i++) {
      on.email(i % 3, "id-" + i, i % 4 == 0 ? TOO_LONG : LONG);
    }
    on.window = 5;
    ReplayReport report = killedAgainAndAgain();

    assertThat(report.getRead()).isEqualTo(40);
    assertThat(report.getWritten()).isEqualTo(30);
    assertThat(report.getRefused()).isEqualTo(10);
    assertThat(on.transformedIds()).hasSize(30).doesNotHaveDuplicates();
    assertThat(on.released()).hasSize(30);
    assertThat(on.receipts().stream().mapToLong(Receipt::getRecordsOut).sum()).isEqualTo(30);
    for (int partition = 0; partition < 3; partition++) {
      requireSeparateRanges(partition);
    }
  }

  private ReplayReport killedAgainAndAgain() throws Exception {
    for (int process = 0; ; process++) {
      int[] turns = {2 + process % 2};
      try {
        return on.replay(
            1,
            () -> {
              if (turns[0]-- == 0) {
                throw new ReplayFixture.KilledException();
              }
              return on.batch;
            });
      } catch (ReplayFixture.KilledException e) {
        assertThat(process).as("a process that does not get on").isLessThan(100);
      }
    }
  }

  private void requireSeparateRanges(int partition) {
    TreeMap<Long, Long> ranges = new TreeMap<>();
    for (Receipt receipt : on.receipts()) {
      if (receipt.getPartition() == partition) {
        assertThat(ranges.put(receipt.getFromOffset(), receipt.getToOffset())).isNull();
      }
    }
    long end = 0;
    for (Map.Entry<Long, Long> range : ranges.entrySet()) {
      assertThat(range.getKey()).isGreaterThanOrEqualTo(end);
      end = range.getValue();
    }
  }

  @Test
  void shouldReportEachTenthOfTheSelection() throws Exception {
    for (int i = 0; i < 20; i++) {
      on.email(0, "id-" + i, LONG);
    }
    on.batch = 1;
    on.replay(1);

    assertThat(on.progress).containsExactly(2L, 4L, 6L, 8L, 10L, 12L, 14L, 16L, 18L, 20L);
  }

  @Test
  void shouldReadOnlyWhatIsSelected() throws Exception {
    on.email(0, "70", LONG);
    on.email(0, "71", LONG);
    on.email(1, "72", LONG);
    on.selection =
        ReplaySelection.newBuilder()
            .setEntities(List.of(Entity.EMAILS.symbol()))
            .setPartitions(List.of(0))
            .setKeys(List.of("71", "72"))
            .setQuarantined("LIMIT_EXCEEDED")
            .build();
    assertThat(on.replay(1).getRead()).isEqualTo(1);
    assertThat(on.transformedIds()).containsExactly("71");

    on.selection = ReplaySelection.newBuilder().setQuarantined("BAD_DATE").build();
    assertThat(on.replay(2).getRead()).isZero();
    on.selection = ReplaySelection.newBuilder().setFromTimeMillis(Long.MAX_VALUE).build();
    assertThat(on.replay(3).getRead()).isZero();
  }

  @Test
  void shouldSayWhatIsGoneAndReleaseNothingWhenRetentionDeletedARecord() {
    on.email(2, "70", LONG);
    on.email(2, "71", LONG);
    on.topics.deleteBefore(EMAILS, 2, 2);

    assertThatThrownBy(() -> on.replay(1))
        .isInstanceOfSatisfying(
            StageFailedException.class,
            e -> {
              assertThat(e.getMessage()).contains(EMAILS + "-2 from offset 0", "1 record");
              assertThat(e.count()).isEqualTo(1);
              assertThat(e.firstKey()).isEqualTo("70");
            });
    assertThat(on.receipts()).isEmpty();
  }

  /** Both are in quarantine for a date that a fix has mended since. */
  @Test
  void shouldKeepARecordWithTheReasonOfNowOnceWhenItIsKilledMeanwhile() throws Exception {
    on.quarantine(
        Entity.EMAILS, 2, "70", 1, Records.email("70").setSubject(TOO_LONG).build(), "BAD_DATE");
    on.quarantine(
        Entity.EMAILS, 2, "71", 1, Records.email("71").setSubject(LONG).build(), "BAD_DATE");
    on.selection = ReplaySelection.newBuilder().setQuarantined("BAD_DATE").build();
    on.batch = 1;
    int[] turns = {0};
    assertThatThrownBy(
            () ->
                on.replay(
                    1,
                    () -> {
                      if (++turns[0] == 2) {
                        throw new ReplayFixture.KilledException();
                      }
                      return 1;
                    }))
        .isInstanceOf(ReplayFixture.KilledException.class);

    ReplayReport report = on.replay(1);

    assertThat(report.getRefused()).isEqualTo(1);
    assertThat(report.getWritten()).isEqualTo(1);
    assertThat(on.transformedIds()).containsExactly("71");
    assertThat(on.quarantinedAs("70")).containsExactly("BAD_DATE 0", "LIMIT_EXCEEDED 1");
    assertThat(on.receipts().getFirst().getReasons())
        .containsExactly(new ReasonCount("BAD_DATE", -1L), new ReasonCount("LIMIT_EXCEEDED", 1L));
    assertThat(on.receipts().getFirst().getQuarantined()).isZero();
    assertThat(on.receipts()).hasSize(2);

    on.selection = ReplaySelection.newBuilder().setQuarantined("LIMIT_EXCEEDED").build();
    assertThat(on.replay(2).getRead()).as("by its reason of now").isEqualTo(1);
    on.selection = ReplaySelection.newBuilder().setQuarantined("BAD_DATE").build();
    assertThat(on.replay(3).getRead()).isZero();
    assertThat(on.receipts()).hasSize(2);
  }

  /** The loader admits such rows to a committed run by their header alone. */
  @Test
  void shouldReleaseRecordsOfACommittedRunWithTheHeaderOfTheReplay() throws Exception {
    on.email(2, "70", LONG);
    on.statuses.apply(new MigrationCommitted(ReplayFixture.envelope(), 1));

    assertThat(on.replay(3).getWritten()).isEqualTo(1);

    assertThat(on.transformedIds()).containsExactly("70");
    assertThat(on.all(Topics.transformed(Entity.EMAILS), 2))
        .singleElement()
        .matches(RedrivenHeader::isOn);
  }

  @Test
  void shouldStopWithoutAReleaseWhenTheRunIsBeingUndone() {
    on.email(2, "70", LONG);
    on.statuses.apply(new RunAbandoned(ReplayFixture.envelope(), "why"));

    assertThatThrownBy(() -> on.replay(1)).isInstanceOf(RunStoppedException.class);
    assertThat(on.receipts()).isEmpty();
    assertThat(on.released()).isEmpty();
  }
}
