package dev.godwit.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godwit.cli.client.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Asks a Prometheus, also what the dashboards ask. */
final class PrometheusQueries {
  private static final String DASHBOARDS = "deploy/observability/dashboards/";

  /** How the description of a panel begins that has no data at rest. */
  private static final String EMPTY = "Empty";

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;

  /** A query of a panel. */
  record Query(String dashboard, String panel, String expression, boolean mayBeEmpty) {}

  PrometheusQueries(String url) {
    this.url = url;
  }

  /** The queries of all dashboards, for one customer. */
  static List<Query> ofDashboards(String customer) {
    List<Query> queries = new ArrayList<>();
    for (Path file : SourceTree.files(name -> name.startsWith(DASHBOARDS))) {
      JsonNode dashboard = parse(SourceTree.text(file));
      for (JsonNode panel : dashboard.get("panels")) {
        for (JsonNode target : panel.path("targets")) {
          queries.add(
              new Query(
                  dashboard.get("title").asText(),
                  panel.get("title").asText(),
                  target
                      .get("expr")
                      .asText()
                      .replace("$__rate_interval", "1m")
                      .replace("$customer", customer)
                      .replace("$service", "orchestrator"),
                  panel.path("description").asText().startsWith(EMPTY)));
        }
      }
    }
    return queries;
  }

  /** The result of a query now. */
  List<JsonNode> values(String expression) {
    JsonNode answer = ask("/api/v1/query?query=" + encode(expression));
    if (!answer.path("status").asText().equals("success")) {
      throw new AssertionError(expression + ": " + answer);
    }
    List<JsonNode> values = new ArrayList<>();
    answer.path("data").path("result").forEach(values::add);
    return values;
  }

  /** Names of the alerts. */
  List<String> rules() {
    List<String> names = new ArrayList<>();
    all().forEach(rule -> names.add(rule.path("name").asText()));
    return names;
  }

  /** Alerts that cannot be evaluated, with their errors. */
  List<String> unhealthyRules() {
    List<String> unhealthy = new ArrayList<>();
    for (JsonNode rule : all()) {
      values(rule.path("query").asText());
      if (rule.path("health").asText().equals("err")) {
        unhealthy.add(rule.path("name").asText() + ": " + rule.path("lastError").asText());
      }
    }
    return unhealthy;
  }

  private List<JsonNode> all() {
    List<JsonNode> rules = new ArrayList<>();
    for (JsonNode group : ask("/api/v1/rules").path("data").path("groups")) {
      group.path("rules").forEach(rules::add);
    }
    return rules;
  }

  private JsonNode ask(String path) {
    try {
      return parse(
          http.send(
                  HttpRequest.newBuilder(URI.create(url + path)).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body());
    } catch (IOException e) {
      throw new UncheckedIOException("Asking " + url + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode parse(String json) {
    try {
      return Json.mapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
