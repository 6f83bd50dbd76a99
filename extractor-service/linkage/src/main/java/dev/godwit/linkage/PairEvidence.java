package dev.godwit.linkage;

import java.util.List;

/**
 * Why two rows are, or may be, one, or are not.
 *
 * @param left the lesser id
 * @param right the greater id
 * @param state outcome
 * @param rule rule that names the evidence
 * @param weight of the pair in bits: the prior and the weights of the fields
 * @param prior weight of two rows of which nothing is known
 * @param fields the comparison of each field, in the schema's order
 * @param conflicts what forbids an automatic merge; empty where nothing does
 */
public record PairEvidence(
    String left,
    String right,
    PairState state,
    Rule rule,
    double weight,
    double prior,
    List<ComparedField> fields,
    List<Conflict> conflicts) {
  public PairEvidence {
    fields = List.copyOf(fields);
    conflicts = List.copyOf(conflicts);
  }
}
