package dev.godwit.cli.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.godwit.api.MergeCountAnswer;
import dev.godwit.api.MergeExplanationAnswer;
import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.api.MergeGroupDetailAnswer;
import dev.godwit.api.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The orchestrator's merge groups over HTTP. Thread-safe. Its calls throw what those of {@link
 * OrchestratorClient} throw.
 */
public final class MergeClient {
  private static final int PART = 1_000;
  private static final String GROUPS = "Godwit-Groups";
  private static final Problem CUT_OFF =
      new Problem(
          "an export with as many groups as the orchestrator announced",
          "one that ends before",
          "Try again; the orchestrator's log says why it broke off.");

  private final OrchestratorClient client;

  /** Asks the same orchestrator as a client. */
  public MergeClient(OrchestratorClient client) {
    this.client = client;
  }

  /**
   * Groups of the last planned run, by weight.
   *
   * @param selection parameters of the list: state, rule, above, at-most, after, limit
   */
  public List<MergeGroupAnswer> groups(String customer, Map<String, ?> selection) {
    return client.read(
        client.get(OrchestratorClient.path(customer, "/merges" + query(selection))),
        new TypeReference<>() {});
  }

  /** Every group of a selection, whatever their number. */
  public List<MergeGroupAnswer> all(String customer, Map<String, ?> selection) {
    Map<String, Object> part = new LinkedHashMap<>(selection);
    part.put("limit", PART);
    List<MergeGroupAnswer> all = new ArrayList<>();
    List<MergeGroupAnswer> found = groups(customer, part);
    all.addAll(found);
    while (found.size() == PART) {
      part.put("after", all.getLast().group());
      found = groups(customer, part);
      all.addAll(found);
    }
    return all;
  }

  /** The number of groups by entity, state and rule. */
  public List<MergeCountAnswer> counts(String customer) {
    return client.read(
        client.get(OrchestratorClient.path(customer, "/merges/counts")), new TypeReference<>() {});
  }

  /** A group with the values of its rows. */
  public MergeGroupDetailAnswer group(String customer, String group) {
    return client.read(
        client.get(
            OrchestratorClient.path(customer, "/merges/" + OrchestratorClient.encode(group))),
        new TypeReference<>() {});
  }

  /** The reason why two rows are, may be, or are not one. */
  public MergeExplanationAnswer explain(String customer, String entity, String left, String right) {
    Map<String, String> pair = new LinkedHashMap<>();
    pair.put("left", left);
    pair.put("right", right);
    pair.put("entity", entity);
    return client.read(
        client.get(OrchestratorClient.path(customer, "/merges/explain" + query(pair))),
        new TypeReference<>() {});
  }

  /**
   * Writes the file of a selection, in UTF-8.
   *
   * @return the number of groups in the file
   * @throws IOException of the sink
   */
  public long export(String customer, Map<String, ?> selection, OutputStream sink)
      throws IOException {
    URI uri =
        URI.create(
            client.address() + OrchestratorClient.path(customer, "/merges.csv" + query(selection)));
    HttpRequest request =
        client.calls.reading(uri).header("Accept", "text/csv, application/json").build();
    HttpResponse<InputStream> response = send(request);
    try (InputStream body = response.body()) {
      if (response.statusCode() / 100 != 2) {
        String text = new String(read(body), StandardCharsets.UTF_8);
        throw new RefusedException(
            response.statusCode(), client.calls.problem(text, uri, response.statusCode()));
      }
      GroupCount count = new GroupCount(sink);
      byte[] buffer = new byte[16 * 1024];
      for (int n = next(body, buffer); n >= 0; n = next(body, buffer)) {
        count.write(buffer, 0, n);
      }
      long announced =
          response.headers().firstValueAsLong(GROUPS).orElseThrow(MergeClient::withoutCount);
      if (count.groups() != announced) {
        throw new RefusedException(503, CUT_OFF);
      }
      return announced;
    }
  }

  private HttpResponse<InputStream> send(HttpRequest request) {
    try {
      return client.calls.http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new UnreachableException(client.address(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException(client.address(), e);
    }
  }

  private byte[] read(InputStream body) {
    try {
      return body.readAllBytes();
    } catch (IOException e) {
      throw new UnreachableException(client.address(), e);
    }
  }

  /** The next bytes; a connection that breaks off is the orchestrator's fault, not the sink's. */
  private int next(InputStream body, byte[] buffer) {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      throw new UnreachableException(client.address(), e);
    }
  }

  private static RefusedException withoutCount() {
    return new RefusedException(
        200,
        new Problem(
            "an export that says how many groups it has",
            "one that does not",
            "Use a command line and an orchestrator of the same version."));
  }

  private static String query(Map<String, ?> parameters) {
    StringJoiner text = new StringJoiner("&", "?", "").setEmptyValue("");
    parameters.forEach(
        (name, value) -> text.add(name + "=" + OrchestratorClient.encode(String.valueOf(value))));
    return text.toString();
  }
}
