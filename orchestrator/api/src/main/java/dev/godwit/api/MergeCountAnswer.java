package dev.godwit.api;

/**
 * Merge groups of a customer by entity, state and rule.
 *
 * @param run number of the run whose plan found them
 * @param entity name of the entity, in small letters
 * @param state AUTOMATIC, REVIEW, TOGETHER or APART
 * @param rule rule of the weakest link
 * @param groups number of groups
 * @param rows source rows in them
 * @param lowest lowest match weight among them, in bits
 * @param highest greatest match weight among them, in bits
 */
public record MergeCountAnswer(
    int run,
    String entity,
    String state,
    String rule,
    long groups,
    long rows,
    double lowest,
    double highest) {}
