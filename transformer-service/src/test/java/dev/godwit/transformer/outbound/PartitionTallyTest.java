package dev.godwit.transformer.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.receipt.v1.CloseCount;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.limit.CloseLimit;
import dev.godwit.transformer.limit.CloseValue;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionTallyTest {
  private static final RunOfRecord ACME = new RunOfRecord("acme/1", "acme");
  private static final RunOfRecord ZETA = new RunOfRecord("ze=ta & co/2", "ze=ta & co");
  private static final Instant NOW = Instant.parse("2024-01-01T00:00:00Z");

  @Test
  void shouldCountTransformedMergedAndQuarantinedRecords() {
    PartitionTally tally = new PartitionTally(Entity.CONTACTS, 3, null);
    tally.transformed(ACME, 10, 1_000, 3, 5, 7);
    tally.quarantined(ACME, 12, 2_000, 2, 11, QuarantineReason.BAD_ADDRESS);
    tally.transformed(ACME, 13, 3_000, 1, 13, 17);
    Receipt receipt = drain(tally).getFirst();
    assertThat(receipt.getFromOffset()).isEqualTo(10);
    assertThat(receipt.getToOffset()).isEqualTo(14);
    assertThat(receipt.getRecordsIn()).isEqualTo(3);
    assertThat(receipt.getRowsIn()).isEqualTo(6);
    assertThat(receipt.getRecordsOut()).isEqualTo(2);
    assertThat(receipt.getMergedAway()).isEqualTo(2);
    assertThat(receipt.getQuarantined()).isEqualTo(2);
    assertThat(receipt.getDigestIn()).isEqualTo(29);
    assertThat(receipt.getDigestOut()).isEqualTo(24);
    assertThat(receipt.getReasons())
        .singleElement()
        .satisfies(
            reason -> {
              assertThat(reason.getReason()).isEqualTo("BAD_ADDRESS");
              assertThat(reason.getCount()).isEqualTo(2);
            });
    assertThat(receipt.getFirstInputAt()).isEqualTo(Instant.ofEpochMilli(1_000));
    assertThat(receipt.getCut()).isZero();
  }

  @Test
  void shouldCountValuesCloseToALimitInTheReceiptOfTheirRangeAlone() {
    CloseLimit limit = CloseLimit.ofLength("email.subject", 50);
    PartitionTally tally = new PartitionTally(Entity.EMAILS, 3, null);
    tally.transformed(ACME, 10, 0, 1, 5, 7);
    tally.close("acme/1", "70", List.of(new CloseValue(limit, 48)));
    tally.transformed(ACME, 11, 0, 1, 5, 7);
    tally.close("acme/1", "71", List.of());
    tally.cut(ACME, 12, 0, 1, 6);
    tally.transformed(ACME, 13, 0, 1, 5, 7);
    tally.close("acme/1", "72", List.of(new CloseValue(limit, 50), new CloseValue(limit, 49)));

    assertThat(drain(tally))
        .extracting(Receipt::getClose)
        .containsExactly(
            List.of(new CloseCount("email.subject", "CHARACTERS", 50L, 1L, 96, 48L, List.of("70"))),
            List.of(
                new CloseCount("email.subject", "CHARACTERS", 50L, 2L, 100, 50L, List.of("72"))));
    tally.transformed(ACME, 14, 0, 1, 5, 7);
    assertThat(drain(tally).getFirst().getClose()).isEmpty();
  }

  @Test
  void shouldBeginAnotherRangeWhenACutEndsOne() {
    PartitionTally tally = new PartitionTally(Entity.EMAILS, 0, null);
    tally.transformed(ACME, 5, 0, 1, 1, 1);
    tally.cut(ACME, 6, 0, 1, 6);
    tally.transformed(ACME, 9, 0, 1, 1, 1);
    List<Receipt> receipts = drain(tally);
    assertThat(receipts).extracting(Receipt::getCut).containsExactly(1, 0);
    assertThat(receipts).extracting(Receipt::getCutPartitions).containsExactly(6, 0);
    assertThat(receipts).extracting(Receipt::getFromOffset).containsExactly(5L, 7L);
    assertThat(receipts).extracting(Receipt::getToOffset).containsExactly(7L, 10L);
    assertThat(receipts).extracting(Receipt::getRecordsIn).containsExactly(1L, 1L);
  }

  @Test
  void shouldMakeAReceiptOfACutWhenAPartitionHasNoRecords() {
    PartitionTally tally = new PartitionTally(Entity.EMAILS, 0, null);
    tally.cut(ACME, 6, 0, 1, 6);
    Receipt receipt = drain(tally).getFirst();
    assertThat(receipt.getFromOffset()).isEqualTo(6);
    assertThat(receipt.getToOffset()).isEqualTo(7);
    assertThat(receipt.getRecordsIn()).isZero();
    assertThat(receipt.getCut()).isEqualTo(1);
  }

  @Test
  void shouldKeepRangesContiguousAcrossOtherRunsAndARestart() {
    PartitionTally tally = new PartitionTally(Entity.EMAILS, 0, "");
    tally.transformed(ACME, 0, 0, 1, 1, 1);
    tally.transformed(ZETA, 1, 0, 1, 1, 1);
    drain(tally);
    tally.transformed(ZETA, 7, 0, 1, 1, 1);
    drain(tally);
    PartitionTally restarted = new PartitionTally(Entity.EMAILS, 0, tally.metadata());
    restarted.transformed(ACME, 9, 0, 1, 1, 1);
    restarted.transformed(ZETA, 10, 0, 1, 1, 1);
    List<Receipt> receipts = drain(restarted);
    assertThat(receipts).extracting(Receipt::getFromOffset).containsExactly(1L, 8L);
    assertThat(receipts).extracting(Receipt::getToOffset).containsExactly(10L, 11L);
  }

  @Test
  void shouldDropTheEndsOfClosedRuns() {
    PartitionTally tally = new PartitionTally(Entity.EMAILS, 0, "acme%2F1=4&junk&x=y");
    tally.drain("me", NOW, run -> run.equals("acme/1"));
    assertThat(tally.metadata()).isEmpty();
  }

  @Test
  void shouldKeepMetadataWithinTheBrokersLimit() {
    PartitionTally tally = new PartitionTally(Entity.EMAILS, 0, null);
    for (int i = 0; i < 1_000; i++) {
      tally.transformed(new RunOfRecord("customer-" + i + "/1", "customer-" + i), i, 0, 1, 1, 1);
    }
    drain(tally);
    assertThat(tally.metadata()).hasSizeLessThan(4_096).contains("customer-999%2F1=1000");
  }

  private static List<Receipt> drain(PartitionTally tally) {
    return tally.drain("me", NOW, run -> false);
  }
}
