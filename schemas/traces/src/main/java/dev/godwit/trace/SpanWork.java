package dev.godwit.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import org.apache.kafka.common.header.Header;

/** Work that is a span. */
final class SpanWork implements Work {
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  private static final String REPEATED = "repeated";

  private final Span span;
  private final List<Header> headers;

  /**
   * @param following context of the records that follow
   */
  SpanWork(Span span, SpanContext following) {
    this.span = span;
    this.headers = TraceContext.write(following);
  }

  @Override
  public List<Header> headers() {
    return headers;
  }

  @Override
  public void repeated() {
    span.addEvent(REPEATED);
  }

  @Override
  public void failed(String kind) {
    span.setAttribute(ERROR_TYPE, kind);
    span.setStatus(StatusCode.ERROR);
  }

  @Override
  public void close() {
    span.end();
  }
}
