package dev.godwit.trace;

import org.apache.kafka.common.header.Header;

/**
 * Makes the spans of one process, and carries their context in the headers of records ({@code
 * traceparent} and {@code tracestate} of W3C Trace Context). Nothing that Godwit decides or writes
 * into a value depends on it: with traces or without, the values are the same. Thread-safe.
 *
 * <p>No method throws because of what a header holds: a header that cannot be read counts as none.
 */
public interface Traces extends AutoCloseable {
  /** No spans, no headers, no connection. */
  Traces OFF = new NoTraces();

  /**
   * Traces as set; {@link #OFF} where they are off.
   *
   * @throws IllegalArgumentException where a setting cannot work
   */
  static Traces of(TraceSettings settings) {
    return settings.enabled() ? SpanTraces.exporting(settings) : OFF;
  }

  /**
   * A record is sent that begins something: a command. Continues the trace of the headers that its
   * sender gave, or begins one whose id follows from {@link Subject#origin}.
   *
   * @param given headers of the sender's request; may be empty
   */
  Work send(String topic, Iterable<Header> given, Subject subject);

  /**
   * A command is decided on. Continues the trace in the command's headers, or begins one whose id
   * follows from {@link Subject#origin}. All tasks that follow, directly or by reports, are
   * children of this span.
   */
  Work decide(Consumed command, Subject subject);

  /**
   * A task is done: a child of the command's span, with a link to the span that sent the record.
   */
  Work work(Consumed task, Subject subject);

  /** A report is taken: a child of the span that sent it. */
  Work take(Consumed report, Subject subject);

  /** Exports what has ended; waits for a few seconds at most. */
  @Override
  void close();
}
