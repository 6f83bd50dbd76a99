package dev.godwit.it;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A collector of traces that takes OTLP over HTTP. The numbers are those of the fields in the
 * protocol's {@code trace.proto}. Thread-safe.
 */
final class TraceCollector implements AutoCloseable {
  /**
   * A span.
   *
   * @param parent id of its parent; empty for none
   * @param attributes its attributes that are texts
   */
  record Span(
      String service,
      String name,
      String trace,
      String id,
      String parent,
      Map<String, String> attributes) {
    String type() {
      return attributes.getOrDefault("godwit.type", "");
    }
  }

  private static final int RESOURCE_SPANS = 1;
  private static final int RESOURCE = 1;
  private static final int RESOURCE_ATTRIBUTES = 1;
  private static final int SCOPE_SPANS = 2;
  private static final int SPANS = 2;
  private static final int TRACE_ID = 1;
  private static final int SPAN_ID = 2;
  private static final int PARENT_SPAN_ID = 4;
  private static final int NAME = 5;
  private static final int ATTRIBUTES = 9;
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int TEXT = 1;

  private final HttpServer server;
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();

  TraceCollector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("Listening for spans", e);
    }
    server.createContext("/", this::receive);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Requests so far, readable or not. */
  int requests() {
    return requests.get();
  }

  /** Spans of a trace, in the order in which they came. */
  List<Span> trace(String id) {
    return spans.stream().filter(span -> span.trace().equals(id)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void receive(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    UnknownFieldSet request = UnknownFieldSet.parseFrom(exchange.getRequestBody());
    for (UnknownFieldSet resource : inner(request, RESOURCE_SPANS)) {
      String service =
          texts(inner(inner(resource, RESOURCE).getFirst(), RESOURCE_ATTRIBUTES))
              .getOrDefault("service.name", "");
      for (UnknownFieldSet scope : inner(resource, SCOPE_SPANS)) {
        for (UnknownFieldSet span : inner(scope, SPANS)) {
          spans.add(span(service, span));
        }
      }
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private static Span span(String service, UnknownFieldSet span) throws IOException {
    return new Span(
        service,
        bytes(span, NAME).toStringUtf8(),
        hex(bytes(span, TRACE_ID)),
        hex(bytes(span, SPAN_ID)),
        hex(bytes(span, PARENT_SPAN_ID)),
        texts(inner(span, ATTRIBUTES)));
  }

  private static Map<String, String> texts(List<UnknownFieldSet> attributes) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (UnknownFieldSet attribute : attributes) {
      UnknownFieldSet value = inner(attribute, VALUE).getFirst();
      if (value.hasField(TEXT)) {
        texts.put(bytes(attribute, KEY).toStringUtf8(), bytes(value, TEXT).toStringUtf8());
      }
    }
    return texts;
  }

  private static List<UnknownFieldSet> inner(UnknownFieldSet of, int field) throws IOException {
    List<UnknownFieldSet> messages = new ArrayList<>();
    for (ByteString bytes : of.getField(field).getLengthDelimitedList()) {
      messages.add(UnknownFieldSet.parseFrom(bytes));
    }
    return messages;
  }

  private static ByteString bytes(UnknownFieldSet of, int field) {
    List<ByteString> values = of.getField(field).getLengthDelimitedList();
    return values.isEmpty() ? ByteString.EMPTY : values.getLast();
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
