package dev.godwit.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Gives prepared answers on loopback. */
final class FakeOrchestrator implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Map<String, Queue<String>> once = new ConcurrentHashMap<>();
  private final Map<String, String> headers = new ConcurrentHashMap<>();
  private final Queue<String> commandAnswers = new ConcurrentLinkedQueue<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private volatile String published = "";
  private volatile String asked = "";

  FakeOrchestrator() {
    this(0);
  }

  /** At a port, such as that of one that was closed. */
  FakeOrchestrator(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          String query = exchange.getRequestURI().getQuery();
          asked = query == null ? asked : query;
          authorizations.add(
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          byte[] sent = exchange.getRequestBody().readAllBytes();
          int status = 200;
          if (path.equals("/commands")) {
            published = new String(sent, StandardCharsets.UTF_8);
            commands.add(published);
            status = 202;
          }
          String answer = answers.get(path.startsWith("/commands/") ? "/commands/*" : path);
          if (path.startsWith("/commands/") && !commandAnswers.isEmpty()) {
            answer = commandAnswers.remove();
          }
          Queue<String> first = once.get(path);
          if (first != null && !first.isEmpty()) {
            answer = first.remove();
          }
          if (answer == null) {
            status = 404;
            answer =
                "{\"expected\":\"a migration of 'nobody'\",\"found\":\"none\",\"action\":\"Begin one.\"}";
          }
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          headers.forEach(exchange.getResponseHeaders()::set);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    answers.put(
        "/commands", "{\"commandId\":\"x\",\"topic\":\"migration.commands.v1\",\"offset\":0}");
  }

  FakeOrchestrator at(String path, String json) {
    answers.put(path, json);
    return this;
  }

  /** An answer that is given before the others of its path, once. */
  FakeOrchestrator first(String path, String json) {
    once.computeIfAbsent(path, key -> new ConcurrentLinkedQueue<>()).add(json);
    return this;
  }

  /** A header of every answer. */
  FakeOrchestrator header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Answers to commands, each given once. */
  FakeOrchestrator commandAnswers(String... each) {
    commandAnswers.addAll(List.of(each));
    return this;
  }

  /** Every command that was published, in order. */
  List<String> commands() {
    return List.copyOf(commands);
  }

  /** The header Authorization of every request, "null" for none. */
  List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  String published() {
    return published;
  }

  /** Parameters of the last request that had any, decoded. */
  String asked() {
    return asked;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
