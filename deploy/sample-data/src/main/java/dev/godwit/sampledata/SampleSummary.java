package dev.godwit.sampledata;

import java.util.Map;

/**
 * Counts of a sample customer's rows, and of those that Godwit must merge or quarantine. Immutable.
 *
 * @param customer the customer's id
 * @param teams number of teams
 * @param contacts number of contacts
 * @param emails number of emails
 * @param engagements number of engagements
 * @param mergedAway contacts whose address is, once normalised, that of an earlier contact
 * @param oddities rows with each oddity
 * @param quarantined rows that the reference packs quarantine, by entity and reason
 */
public record SampleSummary(
    String customer,
    long teams,
    long contacts,
    long emails,
    long engagements,
    long mergedAway,
    Map<Oddity, Long> oddities,
    Map<Quarantined, Long> quarantined) {

  /**
   * An entity and a reason for quarantine.
   *
   * @param entity CONTACTS, EMAILS or ENGAGEMENTS
   * @param reason the typed reason
   */
  public record Quarantined(String entity, String reason) implements Comparable<Quarantined> {
    @Override
    public int compareTo(Quarantined other) {
      int byEntity = entity.compareTo(other.entity);
      return byEntity != 0 ? byEntity : reason.compareTo(other.reason);
    }
  }

  public SampleSummary {
    oddities = Map.copyOf(oddities);
    quarantined = Map.copyOf(quarantined);
  }

  /** Rows of an entity that are quarantined for a reason. */
  public long quarantined(String entity, String reason) {
    return quarantined.getOrDefault(new Quarantined(entity, reason), 0L);
  }

  /** Rows of an entity that are quarantined for any reason. */
  public long quarantined(String entity) {
    return quarantined.entrySet().stream()
        .filter(q -> q.getKey().entity().equals(entity))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Rows with an oddity. */
  public long oddity(Oddity oddity) {
    return oddities.getOrDefault(oddity, 0L);
  }
}
