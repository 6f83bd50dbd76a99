package dev.godwit.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godwit.api.Problem;
import dev.godwit.identity.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Requests to an orchestrator with the token of an identity, and their answers. Thread-safe. Its
 * calls throw what those of {@link OrchestratorClient} throw.
 */
final class Exchange {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  final URI address;
  final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final Credentials credentials;
  private final String name;
  private final ObjectMapper json = Json.mapper();

  /**
   * @param name the identity of every request; null for one that has the role that it needs, or
   *     that a command names
   */
  Exchange(URI address, Credentials credentials, String name) {
    this.credentials = credentials;
    this.name = name;
    String text = address.toString();
    this.address = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : address;
  }

  /** The body of the answer to a request that reads. */
  String get(String path) {
    return exchange(request(path).GET().build());
  }

  /**
   * The same for an answer that takes longer.
   *
   * @param timeout how long to wait for it
   */
  String get(String path, Duration timeout) {
    return exchange(request(path).timeout(timeout).GET().build());
  }

  /** A request that reads. */
  HttpRequest.Builder request(String path) {
    return request(path, Role.VIEWER, null);
  }

  /**
   * A request.
   *
   * @param needed the role that it needs
   * @param author the identity that a command names; null for any with the role
   */
  HttpRequest.Builder request(String path, Role needed, String author) {
    return authorized(HttpRequest.newBuilder(URI.create(address + path)), needed, author)
        .timeout(TIMEOUT)
        .header("Accept", "application/json, text/html, text/plain");
  }

  /** A request that reads, with the token of an identity. */
  HttpRequest.Builder reading(URI uri) {
    return authorized(HttpRequest.newBuilder(uri), Role.VIEWER, null);
  }

  private HttpRequest.Builder authorized(HttpRequest.Builder request, Role needed, String author) {
    credentials
        .token(needed, name == null ? author : name)
        .ifPresent(token -> request.header("Authorization", "Bearer " + token));
    return request;
  }

  /** The body of the answer to a request. */
  String exchange(HttpRequest request) {
    HttpResponse<String> response;
    try {
      response = http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UnreachableException(address, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException(address, e);
    }
    if (response.statusCode() / 100 != 2) {
      throw new RefusedException(response.statusCode(), problem(response));
    }
    return response.body();
  }

  private Problem problem(HttpResponse<String> response) {
    return problem(response.body(), response.uri(), response.statusCode());
  }

  /** The problem that a refusal says. */
  Problem problem(String body, URI uri, int status) {
    try {
      Problem problem = json.readValue(body, Problem.class);
      if (problem != null && problem.expected() != null && problem.found() != null) {
        return problem;
      }
    } catch (JsonProcessingException e) {
      // Not one of the orchestrator's own refusals: only its status is known.
    }
    return new Problem(
        "an answer from " + uri, "HTTP status " + status, "See the orchestrator's log.");
  }

  /** An answer. */
  <T> T read(String body, TypeReference<T> type) {
    try {
      return json.readValue(body, type);
    } catch (JsonProcessingException e) {
      throw new RefusedException(
          200,
          new Problem(
              "an answer of this version's orchestrator",
              "text that cannot be read (" + e.getOriginalMessage() + ")",
              "Use a command line and an orchestrator of the same version."));
    }
  }
}
