package dev.godwit.webhooks.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.webhooks.intake.WebhookFixture;
import dev.godwit.webhooks.intake.WebhookIntake;
import dev.godwit.webhooks.request.Outcome;
import dev.godwit.webhooks.signatures.Signatures;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

public class MandrillTest {
  private static final String KEY = "key-of-the-test";
  private static final String URL = "https://hooks.agency.example/webhooks/mandrill/acme-1";
  private static final String OPEN =
      """
      {"event":"open","ts":1384954004,"_id":"exampleaaaaaaaaaaaaaaaaaaaaaaaaa7","ip":"127.0.0.1",
       "user_agent":"Mozilla/5.0 (Macintosh; U)","location":{"country_short":"US"},
       "user_agent_parsed":{"type":"Email Client"},
       "msg":{"ts":1365109999,"subject":"This an example webhook message","email":"example.webhook@mandrillapp.com",
        "sender":"example.sender@mandrillapp.com","tags":["webhook-example"],"opens":[{"ts":1365111111}],
        "clicks":[],"state":"sent","metadata":{"user_id":111},"_id":"exampleaaaaaaaaaaaaaaaaaaaaaaaaa7"}}\
      """;
  private static final String CLICK =
      OPEN.replace("\"open\"", "\"click\"")
          .replace("\"ip\"", "\"url\":\"https://mandrill.com/é?a=b&c\",\"ip\"");
  private static final String SEND =
      "{\"event\":\"send\",\"ts\":1384954004,\"_id\":\"exampleaaaa\",\"msg\":{}}";

  private final WebhookFixture webhooks =
      new WebhookFixture()
          .with("MANDRILL_KEY", KEY)
          .with("PUBLIC_URL", "https://hooks.agency.example/");

  @Test
  void shouldReadOpensAndClicksAndCountTheRestWhenABatchIsSigned() {
    assertThat(post("[" + SEND + "," + OPEN + "," + CLICK + "]").status()).isEqualTo(200);
    assertThat(webhooks.log).hasSize(2);
    LiveEngagement open = webhooks.log.get(0);
    assertThat(open.getKind()).isEqualTo("open");
    assertThat(open.getRecipient()).isEqualTo("example.webhook@mandrillapp.com");
    assertThat(open.getMessageId()).isEqualTo("exampleaaaaaaaaaaaaaaaaaaaaaaaaa7");
    assertThat(open.getAgent()).isEqualTo("Mozilla/5.0 (Macintosh; U)");
    assertThat(open.getOccurredAt()).isEqualTo(Instant.ofEpochSecond(1_384_954_004));
    assertThat(webhooks.log.get(1).getUrl()).isEqualTo("https://mandrill.com/é?a=b&c");
    assertThat(webhooks.events("mandrill", "ignored")).isEqualTo(1);
  }

  @Test
  void shouldCarryTheFieldsThatASettingNames() {
    webhooks.with("MANDRILL_FIELDS", "subject=/msg/subject kind=/event");
    post("[" + OPEN + "]");
    assertThat(webhooks.log.getFirst().getFields()).containsEntry("kind", "open");
  }

  @Test
  void shouldGiveEqualEventsTwoIdsAndTheSameToARetryWhenOneRequestHasBoth() {
    String body = "[" + OPEN + "," + OPEN + "]";
    post(body);
    post(body);
    assertThat(webhooks.log).extracting(LiveEngagement::getEventId).doesNotContainNull();
    assertThat(webhooks.log.get(0).getEventId()).isNotEqualTo(webhooks.log.get(1).getEventId());
    assertThat(webhooks.log.get(2).getEventId()).isEqualTo(webhooks.log.get(0).getEventId());
    assertThat(webhooks.log.get(3).getEventId()).isEqualTo(webhooks.log.get(1).getEventId());
  }

  @Test
  void shouldVerifyEveryParameterInOrderWhenAFormIsSigned() {
    TreeMap<String, String> form = new TreeMap<>(Map.of("mandrill_events", "[]", "a", "b c"));
    assertThat(webhooks.post("mandrill", signed(URL, KEY, form), encoded(form)).status())
        .isEqualTo(200);
    assertThat(webhooks.requests("mandrill", Outcome.IGNORED)).isEqualTo(1);
  }

  @Test
  void shouldRefuseWhenKeyAddressOrBodyIsAnother() {
    TreeMap<String, String> form = new TreeMap<>(Map.of("mandrill_events", "[" + OPEN + "]"));
    assertThat(webhooks.post("mandrill", signed(URL, "other", form), encoded(form)).status())
        .isEqualTo(401);
    assertThat(webhooks.post("mandrill", signed(URL + "/", KEY, form), encoded(form)).status())
        .isEqualTo(401);
    assertThat(
            webhooks
                .post(
                    "mandrill",
                    signed(URL, KEY, form),
                    encoded(form).replace("exampleaaa", "exampleaab"))
                .status())
        .isEqualTo(401);
    assertThat(webhooks.post("mandrill", Map.of(), encoded(form)).status()).isEqualTo(401);
    assertThat(webhooks.log).isEmpty();
    assertThat(webhooks.requests("mandrill", Outcome.BAD_SIGNATURE)).isEqualTo(4);
  }

  @Test
  void shouldRefuseWhenTheSignatureIsForAnotherCustomersAddress() {
    TreeMap<String, String> form = new TreeMap<>(Map.of("mandrill_events", "[" + OPEN + "]"));
    assertThat(webhooks.post("mandrill", "acme-2", signed(URL, KEY, form), encoded(form)).status())
        .isEqualTo(401);
  }

  @Test
  void shouldAnswer400WhenAFormHasNoEventsOrBrokenJson() {
    TreeMap<String, String> other = new TreeMap<>(Map.of("events", "[]"));
    assertThat(webhooks.post("mandrill", signed(URL, KEY, other), encoded(other)).status())
        .isEqualTo(400);
    assertThat(post("{\"event\":").status()).isEqualTo(400);
    assertThat(webhooks.post("mandrill", Map.of(), "a=%zz").status()).isEqualTo(400);
  }

  private WebhookIntake.Answer post(String events) {
    TreeMap<String, String> form = new TreeMap<>(Map.of("mandrill_events", events));
    return webhooks.post("mandrill", signed(URL, KEY, form), encoded(form));
  }

  private static Map<String, String> signed(
      String url, String key, SortedMap<String, String> form) {
    StringBuilder text = new StringBuilder(url);
    form.forEach((name, value) -> text.append(name).append(value));
    byte[] signature = Signatures.hmac("HmacSHA1", key, text.toString());
    return Map.of(Mandrill.SIGNATURE, Base64.getEncoder().encodeToString(signature));
  }

  private static String encoded(SortedMap<String, String> form) {
    StringBuilder body = new StringBuilder();
    form.forEach(
        (name, value) ->
            body.append(body.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return body.toString();
  }
}
