package dev.godwit.local.bench;

/**
 * What one process used between the freeze and the verdict.
 *
 * @param name part of the stack
 * @param cpuSeconds CPU seconds, of PostgreSQL with all its children
 * @param peakRssMiB highest resident set in MiB; of PostgreSQL the highest sum seen of its
 *     processes' proportional sets, since they share their buffers
 */
record ProcessUse(String name, double cpuSeconds, double peakRssMiB) {}
