package dev.godwit.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Ids of traces and spans. The id of a trace that Godwit begins follows from the id of the command,
 * so that it can be found from every event's correlation id and is stored nowhere; all others are
 * random. Thread-safe.
 */
final class TraceIds implements IdGenerator {
  private static final int BYTES = 16;

  private final IdGenerator random = IdGenerator.random();
  private final ThreadLocal<String> next = new ThreadLocal<>();

  /** Id of the trace of a command: the first 16 bytes of the SHA-256 of its id, in hexadecimal. */
  static String of(String commandId) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(commandId.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected SHA-256, which every Java has", e);
    }
  }

  /** Starts a span without a parent, in the trace of a command. */
  Span startRoot(SpanBuilder span, String commandId) {
    next.set(of(commandId));
    try {
      return span.setNoParent().startSpan();
    } finally {
      next.remove();
    }
  }

  @Override
  public String generateTraceId() {
    String derived = next.get();
    return derived != null ? derived : random.generateTraceId();
  }

  @Override
  public String generateSpanId() {
    return random.generateSpanId();
  }
}
