package dev.godwit.validator.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.Check;
import dev.godwit.common.v1.LedgerLine;
import dev.godwit.records.Entity;
import dev.godwit.validator.readback.LiveTotals;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveComparisonTest {
  private final LedgerLine line = line(10, 3);

  @Test
  void shouldPassWhenMoreEventsAreThereThanAtTheCut() {
    assertThat(comparison(17, 11, 4, 2).checks(line)).allMatch(Check::getPassed);
    assertThat(comparison(13, 10, 3, 0).checks(line)).allMatch(Check::getPassed);
  }

  @Test
  void shouldFailWhenFewerEventsAreThereThanAtTheCut() {
    assertThat(comparison(12, 9, 3, 0).checks(line)).anyMatch(check -> !check.getPassed());
    assertThat(comparison(12, 10, 2, 0).checks(line)).anyMatch(check -> !check.getPassed());
  }

  @Test
  void shouldFailWhenTheTotalsDoNotAddUp() {
    assertThat(comparison(18, 11, 4, 2).checks(line)).anyMatch(check -> !check.getPassed());
  }

  @Test
  void shouldExpectTheRowsOfTheSnapshotAndOfTheReadBackWhenEventsArrive() {
    assertThat(comparison(17, 11, 4, 2).expected(line))
        .isEqualTo("111 = 100 of the snapshot + 11 live by the read-back (10 by the cut)");
  }

  private static LiveComparison comparison(
      long received, long loaded, long duplicates, long quarantined) {
    return new LiveComparison(
        new LiveTotals(received, loaded, duplicates, quarantined, Map.of(), Map.of()));
  }

  private static LedgerLine line(long loaded, long duplicates) {
    LedgerLine line = new LedgerLine();
    line.setEntity(Entity.ENGAGEMENTS.symbol());
    line.setLoaded(100L);
    line.setLiveLoaded(loaded);
    line.setLiveDuplicates(duplicates);
    return line;
  }
}
