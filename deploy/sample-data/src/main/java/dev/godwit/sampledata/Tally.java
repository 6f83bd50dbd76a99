package dev.godwit.sampledata;

import dev.godwit.sampledata.SampleSummary.Quarantined;
import java.util.Map;
import java.util.TreeMap;

/** Counts while rows are made. Not thread-safe. */
final class Tally {
  private final long[] nasty = new long[Nastiness.values().length];
  private final Map<Quarantined, Long> quarantined = new TreeMap<>();
  private long mergedAway;

  void nasty(Nastiness nastiness) {
    nasty[nastiness.ordinal()]++;
  }

  void merged() {
    mergedAway++;
  }

  void quarantined(String entity, String reason) {
    quarantined.merge(new Quarantined(entity, reason), 1L, Long::sum);
  }

  SampleSummary summary(OldCrm crm, long teams) {
    Map<Nastiness, Long> counts = new TreeMap<>();
    for (Nastiness nastiness : Nastiness.values()) {
      if (nasty[nastiness.ordinal()] > 0) {
        counts.put(nastiness, nasty[nastiness.ordinal()]);
      }
    }
    return new SampleSummary(
        crm.customer(),
        teams,
        crm.contacts(),
        crm.emails(),
        crm.engagements(),
        mergedAway,
        counts,
        quarantined);
  }
}
