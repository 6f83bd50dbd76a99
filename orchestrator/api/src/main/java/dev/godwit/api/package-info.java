/**
 * The answers of the orchestrator over HTTP, which the command line reads.
 *
 * <p>All are immutable and may be shared between threads. Times are {@link java.time.Instant}s,
 * written as ISO-8601 UTC; where a number is bare its unit is in its name. A component may be null
 * only where its record says so. No answer ever holds a row's content: ids, positions, counts and
 * reasons only.
 */
package dev.godwit.api;
