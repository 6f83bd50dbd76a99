package dev.godwit.sampledata;

import dev.godwit.sampledata.SampleSummary.Quarantined;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts the rows that are made. Not thread-safe. */
final class Tally {
  private final Map<Oddity, Long> oddities = new EnumMap<>(Oddity.class);
  private final Map<Quarantined, Long> quarantined = new TreeMap<>();
  private long mergedAway;

  void oddity(Oddity oddity) {
    oddities.merge(oddity, 1L, Long::sum);
  }

  void merged() {
    mergedAway++;
  }

  void quarantined(String entity, String reason) {
    quarantined.merge(new Quarantined(entity, reason), 1L, Long::sum);
  }

  /** A summary with this tally added to it. */
  SampleSummary addedTo(SampleSummary summary, long contacts) {
    Map<Oddity, Long> allOddities = new EnumMap<>(Oddity.class);
    allOddities.putAll(summary.oddities());
    oddities.forEach((oddity, rows) -> allOddities.merge(oddity, rows, Long::sum));
    Map<Quarantined, Long> allQuarantined = new TreeMap<>(summary.quarantined());
    quarantined.forEach((kind, rows) -> allQuarantined.merge(kind, rows, Long::sum));
    return new SampleSummary(
        summary.customer(),
        summary.teams(),
        summary.contacts() + contacts,
        summary.emails(),
        summary.engagements(),
        summary.mergedAway() + mergedAway,
        allOddities,
        allQuarantined);
  }

  SampleSummary summary(SampleSpec spec, long teams) {
    return new SampleSummary(
        spec.customer(),
        teams,
        spec.contacts(),
        spec.emails(),
        spec.engagements(),
        mergedAway,
        new EnumMap<>(oddities),
        quarantined);
  }
}
