package dev.godwit.cli.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.godwit.api.AuditAnswer;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;

/** Asks the orchestrator who did what. Thread-safe; errors as {@link OrchestratorClient}. */
public final class AuditClient {
  private final OrchestratorClient client;

  public AuditClient(OrchestratorClient client) {
    this.client = client;
  }

  /**
   * Commands with their authors and routes, the newest first.
   *
   * @param customer about this one alone; null for all
   * @param identity by this author alone, or naming it; null for all
   * @param since null for all
   * @param refused refusals alone
   * @param limit at most so many, 1 to 10,000
   */
  public List<AuditAnswer> newest(
      String customer, String identity, Instant since, boolean refused, int limit) {
    StringJoiner query = new StringJoiner("&", "/audit?", "");
    query.add("limit=" + limit);
    query.add("refused=" + refused);
    if (customer != null) {
      query.add("customer=" + OrchestratorClient.encode(customer));
    }
    if (identity != null) {
      query.add("identity=" + OrchestratorClient.encode(identity));
    }
    if (since != null) {
      query.add("since=" + OrchestratorClient.encode(since.toString()));
    }
    return client.read(client.get(query.toString()), new TypeReference<>() {});
  }
}
