package dev.godwit.local.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Probes HTTP endpoints on the loopback. Thread-safe. */
final class HttpProbe {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  /** True where a GET is answered with 2xx. */
  boolean isOk(int port, String path) {
    return get(port, path).filter(answer -> answer.statusCode() / 100 == 2).isPresent();
  }

  /** The body of the answer to a GET, whatever its status; empty where nothing answers. */
  String body(int port, String path) {
    return get(port, path).map(HttpResponse::body).orElse("");
  }

  private Optional<HttpResponse<String>> get(int port, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(TIMEOUT)
            .build();
    try {
      return Optional.of(http.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
