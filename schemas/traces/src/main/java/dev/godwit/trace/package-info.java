/** Traces: the trace context in the headers of records, spans of work, their export by OTLP. */
package dev.godwit.trace;
