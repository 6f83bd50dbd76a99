package dev.godwit.orchestrator.domain.common;

/**
 * The node of a query's plan that took most of its time by itself, without its children.
 *
 * @param node type of the node as PostgreSQL names it
 * @param relation table that it reads; empty where it reads none
 * @param index index that it uses; empty where it uses none
 * @param sharePercent its share of the plan's time, 0 to 100; of the estimated cost where the plan
 *     was not executed
 * @param selfMicros its own time over all its loops, microseconds; -1 where the plan was not
 *     executed
 * @param rows rows that it gave over all its loops; an estimate where the plan was not executed
 * @param blocks blocks of 8 kB that it read by itself, from the server's buffers or from disk; -1
 *     where the plan was not executed
 */
public record CostlyNode(
    String node,
    String relation,
    String index,
    int sharePercent,
    long selfMicros,
    long rows,
    long blocks) {}
