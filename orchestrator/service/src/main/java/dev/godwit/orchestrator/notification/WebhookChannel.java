package dev.godwit.orchestrator.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Posts a message as JSON. The header {@code Idempotency-Key} holds the message's id. The address
 * can be a secret: neither it nor the authorization is logged.
 */
final class WebhookChannel implements Channel {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int SUCCESS = 2;
  private static final int HUNDRED = 100;

  private final URI address;
  private final WebhookFormat format;
  private final Optional<String> authorization;
  private final String runbooks;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  WebhookChannel(
      URI address, WebhookFormat format, Optional<String> authorization, String runbooks) {
    this.address = address;
    this.format = format;
    this.authorization = authorization;
    this.runbooks = runbooks;
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public void send(Message message) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", message.id())
            .POST(HttpRequest.BodyPublishers.ofString(body(message)));
    authorization.ifPresent(value -> request.header("Authorization", value));
    int status = http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    if (status / HUNDRED != SUCCESS) {
      throw new IOException("expected the webhook to answer 2xx, found " + status);
    }
  }

  private String body(Message message) throws JsonProcessingException {
    return json.writeValueAsString(
        format == WebhookFormat.SLACK
            ? Map.of("text", escaped(message.text(runbooks)))
            : fields(message));
  }

  private Map<String, Object> fields(Message message) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", message.id());
    fields.put("subject", message.subject());
    fields.put("text", message.text(runbooks));
    fields.put("notices", message.notices().stream().map(this::fields).toList());
    return fields;
  }

  private Map<String, Object> fields(Notice notice) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("eventId", notice.eventId());
    fields.put("kind", notice.kind().name());
    fields.put("customer", notice.customer());
    fields.put("run", notice.run());
    fields.put("occurredAt", notice.occurredAt().toString());
    fields.put("sentence", notice.sentence());
    fields.put("action", notice.action());
    fields.put("runbook", notice.runbook().isEmpty() ? "" : runbooks + notice.runbook());
    return fields;
  }

  /** Slack reads these three signs as markup. */
  private static String escaped(String text) {
    String escaped = text;
    for (List<String> sign :
        List.of(List.of("&", "&amp;"), List.of("<", "&lt;"), List.of(">", "&gt;"))) {
      escaped = escaped.replace(sign.getFirst(), sign.getLast());
    }
    return escaped;
  }
}
