package dev.godwit.sampledata;

import java.util.Map;
import java.util.TreeMap;

/**
 * What was made, and what a move of it must find. Immutable.
 *
 * @param customer the customer's id
 * @param teams number of teams
 * @param contacts number of contacts
 * @param emails number of emails
 * @param engagements number of engagements
 * @param mergedAway contacts whose address is, once normalised, that of an earlier contact
 * @param nasty rows with each nastiness
 * @param quarantined rows that the reference packs quarantine, by entity and reason
 */
public record SampleSummary(
    String customer,
    long teams,
    long contacts,
    long emails,
    long engagements,
    long mergedAway,
    Map<Nastiness, Long> nasty,
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
    nasty = Map.copyOf(nasty);
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

  /** Rows with a nastiness. */
  public long nasty(Nastiness nastiness) {
    return nasty.getOrDefault(nastiness, 0L);
  }

  /** A table for people. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            "%s: %,d teams, %,d contacts (%,d are the same as an earlier one), %,d emails, %,d engagements%n",
            customer, teams, contacts, mergedAway, emails, engagements));
    new TreeMap<>(nasty)
        .forEach((n, count) -> out.append(String.format("  %,9d %s%n", count, n.words())));
    new TreeMap<>(quarantined)
        .forEach(
            (q, count) ->
                out.append(
                    String.format(
                        "  %,9d %s to be quarantined: %s%n", count, q.entity(), q.reason())));
    return out.toString();
  }
}
