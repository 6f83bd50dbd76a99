package dev.godwit.sampledata;

import dev.godwit.sampledata.SampleSummary.Quarantined;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts while rows are made. Not thread-safe. */
final class Tally {
  private final Map<Nastiness, Long> nasty = new EnumMap<>(Nastiness.class);
  private final Map<Quarantined, Long> quarantined = new TreeMap<>();
  private long mergedAway;

  void nasty(Nastiness nastiness) {
    nasty.merge(nastiness, 1L, Long::sum);
  }

  void merged() {
    mergedAway++;
  }

  void quarantined(String entity, String reason) {
    quarantined.merge(new Quarantined(entity, reason), 1L, Long::sum);
  }

  SampleSummary summary(OldCrm crm, long teams) {
    return new SampleSummary(
        crm.customer(),
        teams,
        crm.contacts(),
        crm.emails(),
        crm.engagements(),
        mergedAway,
        new EnumMap<>(nasty),
        quarantined);
  }
}
