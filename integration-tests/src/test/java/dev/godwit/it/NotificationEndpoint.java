package dev.godwit.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.godwit.cli.client.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A webhook that takes the notifications of the stack, and recognises a message that comes again by
 * its key, as a receiver should. Thread-safe.
 */
final class NotificationEndpoint implements AutoCloseable {
  private final HttpServer server;
  private final List<JsonNode> notices = new CopyOnWriteArrayList<>();
  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final AtomicInteger repeated = new AtomicInteger();

  NotificationEndpoint() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("Listening for notifications", e);
    }
    server.createContext("/", this::receive);
    server.start();
  }

  /** Variables of the orchestrator that let it notify this endpoint, of each event by itself. */
  Map<String, String> variables() {
    return Map.of(
        "GODWIT_NOTIFY_WEBHOOK", "http://127.0.0.1:" + server.getAddress().getPort() + "/hook",
        "GODWIT_NOTIFY_WEBHOOK_FORMAT", "JSON",
        "GODWIT_NOTIFY_WINDOW_MESSAGES", "1000");
  }

  /** Messages that came again with a key that was there before. */
  int repeated() {
    return repeated.get();
  }

  /** Kinds of the notices about a customer, in the order in which they came. */
  List<String> kinds(String customer) {
    return notices.stream()
        .filter(notice -> notice.get("customer").asText().equals(customer))
        .map(notice -> notice.get("kind").asText())
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void receive(HttpExchange exchange) throws IOException {
    JsonNode message = Json.mapper().readTree(exchange.getRequestBody());
    if (keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"))) {
      message.get("notices").forEach(notices::add);
    } else {
      repeated.incrementAndGet();
    }
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }
}
