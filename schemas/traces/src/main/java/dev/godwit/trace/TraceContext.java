package dev.godwit.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The trace context of a record's headers, after W3C Trace Context. The member {@code godwit} of
 * the trace state names the span of the command that everything follows from. Stateless.
 */
final class TraceContext {
  static final String TRACE_PARENT = "traceparent";
  static final String TRACE_STATE = "tracestate";
  static final String COMMAND_SPAN = "godwit";

  /** Longer ones are left out, so that a publisher cannot make every record large. */
  private static final int LONGEST_STATE = 512;

  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

  private static final TextMapGetter<Map<String, String>> GETTER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> fields) {
          return fields.keySet();
        }

        @Override
        public String get(Map<String, String> fields, String key) {
          return fields == null ? null : fields.get(key);
        }
      };

  private TraceContext() {}

  /** The span that the headers name; not valid where they name none. */
  static SpanContext read(Iterable<Header> headers) {
    Map<String, String> fields = new HashMap<>();
    for (Header header : headers) {
      byte[] value = header.value();
      boolean known = header.key().equals(TRACE_PARENT) || header.key().equals(TRACE_STATE);
      if (known && value != null && value.length <= LONGEST_STATE) {
        fields.put(header.key(), new String(value, StandardCharsets.UTF_8));
      }
    }
    if (!fields.containsKey(TRACE_PARENT)) {
      return SpanContext.getInvalid();
    }
    return Span.fromContext(W3C.extract(Context.root(), fields, GETTER)).getSpanContext();
  }

  /** The span of the command in the same trace; not valid where it is not known. */
  static SpanContext commandOf(SpanContext context) {
    String span = context.getTraceState().get(COMMAND_SPAN);
    return span == null || !SpanId.isValid(span)
        ? SpanContext.getInvalid()
        : SpanContext.createFromRemoteParent(
            context.getTraceId(), span, context.getTraceFlags(), context.getTraceState());
  }

  /** The context of a command's span, for what follows from the command. */
  static SpanContext ofCommand(SpanContext span) {
    return SpanContext.create(
        span.getTraceId(),
        span.getSpanId(),
        span.getTraceFlags(),
        span.getTraceState().toBuilder().put(COMMAND_SPAN, span.getSpanId()).build());
  }

  /** The headers that name a span; none where it is not valid. */
  static List<Header> write(SpanContext span) {
    List<Header> headers = new ArrayList<>(2);
    W3C.inject(
        Context.root().with(Span.wrap(span)),
        headers,
        (carrier, key, value) ->
            carrier.add(new RecordHeader(key, value.getBytes(StandardCharsets.UTF_8))));
    return List.copyOf(headers);
  }
}
