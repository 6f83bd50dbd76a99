package dev.godwit.api;

import java.util.List;

/**
 * The plan of a redrive, counted in {@code crm.quarantine.v1}. Nothing has begun.
 *
 * @param customer the customer
 * @param run number of the run; 0 where there is none
 * @param refusal why it would be refused; null where it is possible
 * @param parts records to be read again, by stage and entity, in the order in which they are read
 * @param notes sentences that a person should read before it is started
 */
public record RedrivePlanAnswer(
    String customer, int run, Problem refusal, List<Part> parts, List<String> notes) {
  public RedrivePlanAnswer {
    parts = List.copyOf(parts);
    notes = List.copyOf(notes);
  }

  /**
   * Records of one entity that one stage reads again.
   *
   * @param stage TRANSFORM or LOAD
   * @param entity CONTACTS, EMAILS, ENGAGEMENTS, LIVE, or one that the packs declare
   * @param chosen records that were chosen
   * @param waiting records that wait for them, directly or through others
   */
  public record Part(String stage, String entity, long chosen, long waiting) {}

  /** Records that are read again. */
  public long records() {
    return parts.stream().mapToLong(part -> part.chosen() + part.waiting()).sum();
  }
}
