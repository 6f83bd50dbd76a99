package dev.godwit.api;

import java.util.List;

/**
 * What a stage quarantined of an entity for one reason.
 *
 * @param run number of the run
 * @param count how many: source rows where the transformer did it, records where the loader did
 * @param waivedUpTo how many of them are waived for the live run; 0 where none
 * @param longest greatest length found; null where the reason has none
 * @param limit limit that it passed; null where the reason has none
 * @param examples the first ones seen
 */
public record QuarantineAnswer(
    int run,
    String entity,
    String stage,
    String reason,
    long count,
    long waivedUpTo,
    Long longest,
    Long limit,
    List<QuarantineExample> examples) {
  public QuarantineAnswer {
    examples = List.copyOf(examples);
  }
}
