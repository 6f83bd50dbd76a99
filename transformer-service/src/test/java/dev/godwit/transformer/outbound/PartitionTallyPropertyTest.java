package dev.godwit.transformer.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.receipt.v1.ReasonCount;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PartitionTallyPropertyTest {
  private static final List<QuarantineReason> REASONS =
      List.of(QuarantineReason.values()).subList(0, 3);

  private static final Instant NOW = Instant.EPOCH;

  @Property(tries = 300)
  void shouldCountAlikeHoweverRecordsAreSplitIntoBatches(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int runs) {
    List<Receipt> whole = receipts(seed, runs, Integer.MAX_VALUE, false);
    List<Receipt> split = receipts(seed, runs, 7, true);
    assertThat(totals(split)).isEqualTo(totals(whole));
    for (List<Receipt> ofRun : byRun(split).values()) {
      for (int i = 1; i < ofRun.size(); i++) {
        assertThat(ofRun.get(i).getFromOffset()).isEqualTo(ofRun.get(i - 1).getToOffset());
      }
    }
  }

  private static List<Receipt> receipts(long seed, int runs, int maxBatch, boolean restarts) {
    Random records = new Random(seed);
    Random batches = new Random(seed + 1);
    PartitionTally tally = new PartitionTally(Entity.CONTACTS, 1, null);
    List<Receipt> receipts = new ArrayList<>();
    long offset = records.nextInt(5);
    int left = 1 + batches.nextInt(maxBatch);
    int[] cuts = new int[runs];
    for (int i = 0; i < 60; i++) {
      int run = records.nextInt(runs);
      RunOfRecord runOf = new RunOfRecord("c" + run + "/1", "c" + run);
      switch (records.nextInt(10)) {
        case 0 -> tally.cut(runOf, offset, i, ++cuts[run], 6);
        case 1, 2 ->
            tally.quarantined(
                runOf,
                offset,
                i,
                1 + records.nextInt(3),
                records.nextLong(),
                REASONS.get(records.nextInt(REASONS.size())));
        default ->
            tally.transformed(
                runOf, offset, i, 1 + records.nextInt(3), records.nextLong(), records.nextLong());
      }
      offset += 1 + (records.nextInt(6) == 0 ? 1 : 0); // A transaction marker takes an offset too.
      if (--left == 0) {
        receipts.addAll(tally.drain("me", NOW, over -> false));
        left = 1 + batches.nextInt(maxBatch);
        if (restarts && batches.nextBoolean()) {
          tally = new PartitionTally(Entity.CONTACTS, 1, tally.metadata());
        }
      }
    }
    receipts.addAll(tally.drain("me", NOW, over -> false));
    return receipts;
  }

  private static Map<String, List<Receipt>> byRun(List<Receipt> receipts) {
    return receipts.stream().collect(Collectors.groupingBy(Receipt::getRunId));
  }

  /** By run: sums up to each cut, which are what a ledger is made of. */
  private static Map<String, List<Long>> totals(List<Receipt> receipts) {
    Map<String, List<Long>> totals = new TreeMap<>();
    byRun(receipts)
        .forEach(
            (run, ofRun) -> {
              long[] sums = new long[9];
              List<Long> atCuts = new ArrayList<>();
              atCuts.add(ofRun.getFirst().getFromOffset());
              for (Receipt receipt : ofRun) {
                sums[0] += receipt.getRecordsIn();
                sums[1] += receipt.getRowsIn();
                sums[2] += receipt.getRecordsOut();
                sums[3] += receipt.getMergedAway();
                sums[4] += receipt.getQuarantined();
                sums[5] += receipt.getDigestIn();
                sums[6] += receipt.getDigestOut();
                sums[7] += receipt.getReasons().stream().mapToLong(ReasonCount::getCount).sum();
                sums[8] = receipt.getToOffset();
                if (receipt.getCut() > 0) {
                  for (long sum : sums) {
                    atCuts.add(sum);
                  }
                }
                assertThat(sums[1]).isEqualTo(sums[2] + sums[3] + sums[4]);
                assertThat(sums[7]).isEqualTo(sums[4]);
              }
              for (long sum : sums) {
                atCuts.add(sum);
              }
              totals.put(run, atCuts);
            });
    return totals;
  }
}
