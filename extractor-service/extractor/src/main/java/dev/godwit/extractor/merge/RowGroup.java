package dev.godwit.extractor.merge;

import java.util.List;

/**
 * Rows that are, or may be, one. Immutable.
 *
 * @param state what becomes of them
 * @param members their legacy ids, at least two, in the order of the snapshot; the first survives
 * @param rule rule of the weakest link that holds them together
 * @param weight match weight of that link in bits; {@link Resolution#UNWEIGHED} for a rule of the
 *     pack and for a decision
 * @param decision offset in {@code migration.commands.v1} of the decision that settled it; null
 *     where none did
 */
public record RowGroup(
    State state, List<String> members, String rule, double weight, Long decision) {
  /** The fate of the rows. */
  public enum State {
    /** A rule merges them. */
    AUTOMATIC,
    /** They stay separate until a person decides. */
    REVIEW,
    /** A person decided that they are one. */
    TOGETHER,
    /** A person decided that each of them stays. */
    APART
  }

  public RowGroup {
    members = List.copyOf(members);
  }

  /** Whether its rows become one record. */
  public boolean isMerged() {
    return state == State.AUTOMATIC || state == State.TOGETHER;
  }
}
