/**
 * The shapes that the orchestrator answers with over HTTP and that the command line reads, and how
 * they are written as text.
 *
 * <p>All are immutable and may be shared between threads. Times are {@link java.time.Instant}s,
 * written as ISO-8601 UTC; where a number is bare its unit is in its name. A component may be null
 * only where its record says so. No answer ever holds a row's content: ids, positions, counts and
 * reasons only.
 */
package dev.godwit.api;
