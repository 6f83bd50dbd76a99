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

  private final String base;
  private HttpClient http;

  /**
   * @param base beginning of each address, up to the port
   */
  HttpProbe(String base) {
    this.base = base;
  }

  /** Made at the first question: by then the stack's certificates are there. */
  private synchronized HttpClient http() {
    if (http == null) {
      http =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(TIMEOUT)
              .build();
    }
    return http;
  }

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
        HttpRequest.newBuilder(URI.create(base + port + path)).timeout(TIMEOUT).build();
    try {
      return Optional.of(http().send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
