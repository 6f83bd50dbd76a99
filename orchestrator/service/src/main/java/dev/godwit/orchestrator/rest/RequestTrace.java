package dev.godwit.orchestrator.rest;

import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** The trace context that a caller sends with a request, after W3C Trace Context. Stateless. */
final class RequestTrace {
  private static final List<String> NAMES = List.of("traceparent", "tracestate");

  private RequestTrace() {}

  /** The context as headers of a record; empty where the caller sends none. */
  static List<Header> of(HttpHeaders request) {
    List<Header> headers = new ArrayList<>();
    for (String name : NAMES) {
      String value = request.getHeaderString(name);
      if (value != null) {
        headers.add(new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8)));
      }
    }
    return headers;
  }
}
