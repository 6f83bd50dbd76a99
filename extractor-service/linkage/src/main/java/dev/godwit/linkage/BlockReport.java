package dev.godwit.linkage;

/**
 * The blocks of one pass.
 *
 * @param pass its key, such as {@code family name + outlet}
 * @param blocks number of blocks of two rows and more that were compared
 * @param pairs number of pairs that were compared first in this pass
 * @param largeBlocks number of blocks with more rows than the settings allow; they were divided by
 *     the keys of other passes
 * @param largestBlock rows of the largest block
 * @param skippedRows rows of parts of large blocks that were too large again, counted once a part;
 *     pairs in such a part are compared only where another key brings them together
 */
public record BlockReport(
    String pass, long blocks, long pairs, long largeBlocks, long largestBlock, long skippedRows) {}
