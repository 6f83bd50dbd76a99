package dev.godwit.it;

import dev.godwit.local.stack.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics that the processes of a running stack export, and their description in the reference.
 */
final class Metrics {
  private static final Pattern SERIES =
      Pattern.compile("^([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(godwit_\\w+)` \\|([^|]*)\\|[^|]*\\|[^|]*\\|([^|]*)\\|");

  private final RunningGodwit godwit;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * One exported series.
   *
   * @param labels by name
   */
  record Series(String metric, Map<String, String> labels, String value) {}

  /**
   * A row of the reference's table.
   *
   * @param always true where every stack that migrated a customer exports it
   */
  record Documented(Set<String> labels, boolean always) {}

  Metrics(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  /** Godwit's own series, of all processes. */
  List<Series> exported() {
    List<Series> all = new ArrayList<>();
    for (Part part : Part.SERVICES) {
      scrape(part)
          .lines()
          .map(SERIES::matcher)
          .filter(Matcher::matches)
          .filter(series -> series.group(1).startsWith("godwit_"))
          .forEach(s -> all.add(new Series(s.group(1), labels(s.group(2)), s.group(3))));
    }
    return all;
  }

  /** The table of the reference, by metric. */
  static Map<String, Documented> documented() {
    Map<String, Documented> rows = new TreeMap<>();
    ROW.matcher(SourceTree.text("deploy/docs/reference/topics-and-metrics.md"))
        .results()
        .forEach(
            row -> {
              Set<String> labels = new TreeSet<>();
              for (String label : row.group(2).split(",", -1)) {
                if (!label.isBlank()) {
                  labels.add(label.strip());
                }
              }
              rows.put(row.group(1), new Documented(labels, row.group(3).strip().equals("always")));
            });
    return rows;
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    if (text != null) {
      LABEL.matcher(text).results().forEach(label -> labels.put(label.group(1), label.group(2)));
    }
    return labels;
  }

  private String scrape(Part part) {
    URI address =
        URI.create(
            "http://127.0.0.1:%d/q/metrics"
                .formatted(godwit.stack().settings().port(part.managementPort())));
    try {
      return http.send(
              HttpRequest.newBuilder(address).header("Accept", "text/plain").build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + address, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
