package dev.godwit.webhooks.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.webhooks.intake.WebhookFixture;
import dev.godwit.webhooks.intake.WebhookIntake;
import dev.godwit.webhooks.request.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

public class PostmarkTest {
  private static final String OPEN =
      """
      {"RecordType":"Open","MessageStream":"outbound","Metadata":{},"FirstOpen":true,
       "Recipient":"reader@example.com","MessageID":"883953f4-6105-42a2-a16a-77a8eac79483",
       "ReceivedAt":"2026-03-04T16:33:54.9070259Z","Platform":"WebMail","ReadSeconds":5,"Tag":"news",
       "UserAgent":"Mozilla/5.0","OS":{"Name":"OS X 10.7 Lion"},"Client":{"Name":"Chrome"},
       "Geo":{"Country":"Serbia","IP":"192.0.2.9"}}\
      """;
  private static final String CLICK =
      """
      {"RecordType":"Click","MessageStream":"outbound","ClickLocation":"HTML",
       "OriginalLink":"https://news.example/read","Recipient":"reader@example.com",
       "MessageID":"883953f4-6105-42a2-a16a-77a8eac79483","ReceivedAt":"2026-03-04T16:33:54.9070259Z",
       "Platform":"Desktop","UserAgent":"Mozilla/5.0","Geo":{"IP":"192.0.2.9"}}\
      """;

  private final WebhookFixture webhooks =
      new WebhookFixture().with("POSTMARK_KEY", "hook:pass:word");

  @Test
  void shouldReadAnOpenAndAClickWhenCredentialsAreRight() {
    assertThat(post(OPEN).status()).isEqualTo(200);
    assertThat(post(CLICK).status()).isEqualTo(200);
    LiveEngagement open = webhooks.log.get(0);
    assertThat(open.getKind()).isEqualTo("open");
    assertThat(open.getRecipient()).isEqualTo("reader@example.com");
    assertThat(open.getMessageId()).isEqualTo("883953f4-6105-42a2-a16a-77a8eac79483");
    assertThat(open.getAgent()).isEqualTo("Mozilla/5.0");
    assertThat(open.getFields()).as("no setting names one").isNull();
    assertThat(open.getOccurredAt()).isEqualTo(Instant.parse("2026-03-04T16:33:54.907025Z"));
    LiveEngagement click = webhooks.log.get(1);
    assertThat(click.getKind()).isEqualTo("click");
    assertThat(click.getUrl()).isEqualTo("https://news.example/read");
    assertThat(click.getEventId()).isNotEqualTo(open.getEventId());
  }

  @Test
  void shouldGiveARetryTheSameIdWhenTheMomentIsTheSame() {
    post(OPEN);
    post(OPEN);
    post(OPEN.replace("54.9070259Z", "54.9070260Z"));
    assertThat(webhooks.log.get(0).getEventId()).startsWith("postmark:").hasSize(9 + 32);
    assertThat(webhooks.log.get(1).getEventId()).isEqualTo(webhooks.log.get(0).getEventId());
    assertThat(webhooks.log.get(2).getEventId()).isNotEqualTo(webhooks.log.get(0).getEventId());
  }

  @Test
  void shouldWriteTheMessageIdByItsFormWhenASettingHasOne() {
    webhooks.with("POSTMARK_MESSAGE_ID", "<{id}@mtasv.net>");
    post(OPEN);
    assertThat(webhooks.log.getFirst().getMessageId())
        .isEqualTo("<883953f4-6105-42a2-a16a-77a8eac79483@mtasv.net>");
  }

  @Test
  void shouldCarryTheFieldsThatASettingNames() {
    webhooks.with(
        "POSTMARK_FIELDS",
        "ip=/Geo/IP  seconds=/ReadSeconds first=/FirstOpen os=/OS none=/Metadata/list");
    post(OPEN);
    assertThat(webhooks.log.getLast().getFields())
        .containsOnly(
            Map.entry("ip", "192.0.2.9"),
            Map.entry("seconds", "5"),
            Map.entry("first", "true"),
            Map.entry("os", "{\"Name\":\"OS X 10.7 Lion\"}"));
  }

  @Test
  void shouldOnlyCountWhenTheEventIsABounce() {
    assertThat(post("{\"RecordType\":\"Bounce\",\"ID\":42}").status()).isEqualTo(200);
    assertThat(webhooks.log).isEmpty();
    assertThat(webhooks.events("postmark", "ignored")).isEqualTo(1);
  }

  @Test
  void shouldRefuseWhenCredentialsAreWrongOrAbsent() {
    assertThat(webhooks.post("postmark", basic("hook:word"), OPEN).status()).isEqualTo(401);
    assertThat(webhooks.post("postmark", Map.of(), OPEN).status()).isEqualTo(401);
    assertThat(webhooks.post("postmark", Map.of("authorization", "Bearer x"), OPEN).status())
        .isEqualTo(401);
    assertThat(webhooks.post("postmark", Map.of("authorization", "Basic %%%"), OPEN).status())
        .isEqualTo(401);
    assertThat(webhooks.log).isEmpty();
    assertThat(webhooks.requests("postmark", Outcome.BAD_SIGNATURE)).isEqualTo(4);
  }

  @Test
  void shouldCheckTheSecretHeaderWhenASettingNamesIt() {
    webhooks.with("POSTMARK_HEADER", "X-Godwit-Secret");
    assertThat(webhooks.post("postmark", basic("hook:pass:word"), OPEN).status()).isEqualTo(401);
    assertThat(
            webhooks.post("postmark", Map.of("x-godwit-secret", "hook:pass:word"), OPEN).status())
        .isEqualTo(200);
  }

  private WebhookIntake.Answer post(String body) {
    return webhooks.post("postmark", basic("hook:pass:word"), body);
  }

  private static Map<String, String> basic(String credentials) {
    return Map.of(
        "authorization",
        "Basic "
            + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
  }
}
