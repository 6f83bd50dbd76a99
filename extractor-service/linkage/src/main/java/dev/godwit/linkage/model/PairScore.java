package dev.godwit.linkage.model;

import dev.godwit.linkage.Conflict;
import dev.godwit.linkage.Level;
import dev.godwit.linkage.PairState;
import dev.godwit.linkage.Rule;
import java.util.Set;

/**
 * The comparison of two rows.
 *
 * @param levels by column
 * @param weights by column, in bits
 * @param weight of the pair, with the prior
 * @param rule that names the evidence
 * @param conflicts what forbids an automatic merge
 * @param state outcome
 */
public record PairScore(
    Level[] levels,
    double[] weights,
    double weight,
    Rule rule,
    Set<Conflict> conflicts,
    PairState state) {}
