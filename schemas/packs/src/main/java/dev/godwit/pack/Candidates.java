package dev.godwit.pack;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The search for rows of an entity that may be one, beside those that its rule merges. Immutable.
 *
 * @param compare meaning of each field that is compared, in the order of the pack; at least one
 * @param review match weight in bits from which a person decides; null for the default
 * @param automatic match weight in bits from which rows merge where a rule names the evidence; null
 *     for the default; {@link Double#POSITIVE_INFINITY} where a person decides each
 */
public record Candidates(Map<String, Meaning> compare, Double review, Double automatic) {
  /** Most fields that are compared. */
  public static final int MAX_FIELDS = 18;

  /** Match weight in bits from which a person decides where the pack names none. */
  public static final double DEFAULT_REVIEW = -2;

  public Candidates {
    compare = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(compare));
  }
}
