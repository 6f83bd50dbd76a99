package dev.godwit.orchestrator.domain.common;

/**
 * The times of a probe's runs of one kind.
 *
 * @param runs runs that were measured; 0 where none was, and then the times are 0
 * @param p50Micros time that half of the runs did not exceed, microseconds
 * @param p95Micros time that 95 of 100 runs did not exceed, microseconds
 */
public record ProbeTimes(int runs, long p50Micros, long p95Micros) {}
