package dev.godwit.linkage;

import java.util.List;

/**
 * Why two rows are, or are not, proposed as one.
 *
 * @param compared whether the search compared them
 * @param text one sentence: why they were compared or not, and with which outcome
 * @param blocks blocks that both share, also those that were too large
 * @param evidence the comparison, also where the search made none
 */
public record Explanation(
    boolean compared, String text, List<String> blocks, PairEvidence evidence) {
  public Explanation {
    blocks = List.copyOf(blocks);
  }
}
