package dev.godwit.webhooks.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.webhooks.intake.WebhookFixture;
import dev.godwit.webhooks.intake.WebhookIntake;
import dev.godwit.webhooks.request.Outcome;
import dev.godwit.webhooks.signatures.Signatures;
import dev.godwit.webhooks.signatures.UsedTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

public class MailgunTest {
  private static final String KEY = "signing-key-of-the-test";
  private static final String OPENED =
      """
      {"event":"opened","id":"Ase7i2zsRYeDXztHGENqRA","timestamp":1521243339.873676,"log-level":"info",
       "message":{"headers":{"message-id":"20130503182626.18666.16540@mail.agency.example"}},
       "recipient":"reader@example.com","recipient-domain":"example.com","ip":"192.0.2.50",
       "geolocation":{"country":"US","region":"CA","city":"San Francisco"},
       "client-info":{"client-os":"Linux","device-type":"desktop","client-name":"Chrome",
         "client-type":"browser","user-agent":"Mozilla/5.0 (X11; Linux x86_64)"},
       "campaigns":[],"tags":["news"],"user-variables":{}}\
      """;
  private static final String CLICKED =
      OPENED
          .replace("\"opened\"", "\"clicked\"")
          .replace("\"ip\"", "\"url\":\"https://news.example/read\",\"ip\"");

  private final WebhookFixture webhooks = new WebhookFixture().with("MAILGUN_KEY", KEY);

  @Test
  void shouldReadAnOpenWithTheIdOfItsDayWhenItIsSigned() {
    assertThat(post(signed("t1", OPENED)).status()).isEqualTo(200);
    LiveEngagement open = webhooks.log.getFirst();
    assertThat(open.getKind()).isEqualTo("open");
    assertThat(open.getEventId()).isEqualTo("mailgun:2018-03-16:Ase7i2zsRYeDXztHGENqRA");
    assertThat(open.getRecipient()).isEqualTo("reader@example.com");
    assertThat(open.getMessageId()).isEqualTo("<20130503182626.18666.16540@mail.agency.example>");
    assertThat(open.getAgent()).isEqualTo("Mozilla/5.0 (X11; Linux x86_64)");
    assertThat(open.getOccurredAt()).isEqualTo(Instant.parse("2018-03-16T23:35:39.873676Z"));
    assertThat(open.getProvider()).isEqualTo("mailgun");
  }

  @Test
  void shouldSayWhetherAMachineOpenedItWhenTheProviderDoes() {
    post(signed("t1", OPENED));
    post(signed("t2", OPENED.replace("\"client-os\"", "\"bot\":\"apple\",\"client-os\"")));
    post(signed("t3", OPENED.replace("\"client-os\"", "\"bot\":\"\",\"client-os\"")));
    assertThat(webhooks.log)
        .extracting(LiveEngagement::getMachine)
        .containsExactly(null, "true", "false");
  }

  @Test
  void shouldCarryTheFieldsThatASettingNames() {
    webhooks.with("MAILGUN_FIELDS", "system=/client-info/client-os");
    post(signed("t1", OPENED));
    assertThat(webhooks.log.getFirst().getFields()).containsOnlyKeys("system");
  }

  @Test
  void shouldReadAClickAndCountTheRestWhenTheyAreSigned() {
    post(signed("t1", CLICKED));
    assertThat(webhooks.log.getFirst().getKind()).isEqualTo("click");
    assertThat(webhooks.log.getFirst().getUrl()).isEqualTo("https://news.example/read");
    WebhookIntake.Answer answer = post(signed("t2", OPENED.replace("opened", "delivered")));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(webhooks.log).hasSize(1);
    assertThat(webhooks.events("mailgun", "ignored")).isEqualTo(1);
    assertThat(webhooks.requests("mailgun", Outcome.IGNORED)).isEqualTo(1);
  }

  @Test
  void shouldWriteNothingWhenAnAcknowledgedRequestIsRepeated() {
    String body = signed("t1", OPENED);
    post(body);
    assertThat(post(body).status()).isEqualTo(200);
    assertThat(webhooks.log).hasSize(1);
    assertThat(webhooks.requests("mailgun", Outcome.REPEATED)).isEqualTo(1);
  }

  @Test
  void shouldAcceptARetryWhenKafkaDidNotAcknowledgeTheFirst() {
    String body = signed("t1", OPENED);
    webhooks.kafkaIsDown = true;
    WebhookIntake.Answer down = post(body);
    assertThat(down.status()).isEqualTo(503);
    assertThat(down.retryAfter()).isEqualTo(Duration.ofSeconds(10));
    webhooks.kafkaIsDown = false;
    assertThat(post(body).status()).isEqualTo(200);
    assertThat(webhooks.log).hasSize(1);
  }

  @Test
  void shouldRefuseATokenWhenItWasUsedForAnotherEvent() {
    post(signed("t1", OPENED));
    assertThat(post(signed("t1", CLICKED)).status()).isEqualTo(401);
    assertThat(webhooks.log).hasSize(1);
    assertThat(webhooks.requests("mailgun", Outcome.BAD_SIGNATURE)).isEqualTo(1);
  }

  @Test
  void shouldRefuseWhenKeyOrTokenIsAnother() {
    assertThat(
            post(body("t1", sign("other", WebhookFixture.NOW, "t1"), WebhookFixture.NOW, OPENED))
                .status())
        .isEqualTo(401);
    assertThat(
            post(body("t2", sign(KEY, WebhookFixture.NOW, "t1"), WebhookFixture.NOW, OPENED))
                .status())
        .isEqualTo(401);
    assertThat(post("{\"event-data\":" + OPENED + "}").status()).isEqualTo(401);
    assertThat(post(body("t1", "zz", WebhookFixture.NOW, OPENED)).status()).isEqualTo(401);
    assertThat(webhooks.log).isEmpty();
    assertThat(webhooks.requests("mailgun", Outcome.BAD_SIGNATURE)).isEqualTo(4);
  }

  /** The signature is the same: it is over both, one behind the other. */
  @Test
  void shouldRefuseASignatureWhoseTimestampAndTokenAreDividedElsewhere() {
    String token = "7" + "a".repeat(49);
    String now = String.valueOf(WebhookFixture.NOW.getEpochSecond());
    String signature = HexFormat.of().formatHex(Signatures.hmac("HmacSHA256", KEY, now + token));
    assertThat(post(raw(now, token, signature, OPENED)).status()).isEqualTo(200);
    assertThat(post(raw(now + "7", token.substring(1), signature, CLICKED)).status())
        .isEqualTo(401);
    assertThat(
            post(raw(now.substring(0, 9), now.substring(9) + token, signature, CLICKED)).status())
        .isEqualTo(401);
    assertThat(post(raw(now + ".", token.substring(1), signature, CLICKED)).status())
        .isEqualTo(401);
    assertThat(webhooks.log).hasSize(1);
  }

  @Test
  void shouldRefuseWhenTheTimestampIsOld() {
    Instant old = WebhookFixture.NOW.minus(Duration.ofDays(2));
    assertThat(post(body("t1", sign(KEY, old, "t1"), old, OPENED)).status()).isEqualTo(401);
    assertThat(webhooks.requests("mailgun", Outcome.TOO_OLD)).isEqualTo(1);
  }

  @Test
  void shouldAskForALaterRetryWhenTheOwnClockHasStepped() {
    String request = body("t1", sign(KEY, WebhookFixture.NOW, "t1"), WebhookFixture.NOW, OPENED);
    Duration step = Duration.ofDays(2);
    webhooks.now = WebhookFixture.NOW.plus(step);
    webhooks.stepped = step;
    WebhookIntake.Answer answer = post(request);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.retryAfter()).isPositive();

    webhooks.now = WebhookFixture.NOW;
    webhooks.stepped = Duration.ZERO;
    assertThat(post(request).status()).isEqualTo(200);
    assertThat(webhooks.log).hasSize(1);
  }

  @Test
  void shouldAcceptASubaccountsEventWhenTheParentSigned() {
    String body =
        body("t1", sign("subaccounts", WebhookFixture.NOW, "t1"), WebhookFixture.NOW, OPENED)
            .replace(
                "\"signature\":\"",
                "\"parent-signature\":\""
                    + sign(KEY, WebhookFixture.NOW, "t1")
                    + "\",\"signature\":\"");
    assertThat(post(body).status()).isEqualTo(200);
  }

  @Test
  void shouldAnswer400WhenTheBodyIsNotJson() {
    assertThat(post("timestamp=1&token=2").status()).isEqualTo(400);
    assertThat(post("[]").status()).isEqualTo(400);
  }

  @Test
  void shouldForgetTheOldestTokenWhenTheLimitIsReached() {
    UsedTokens tokens = new UsedTokens(2);
    byte[] body = {1};
    tokens.remember("a", body);
    tokens.remember("b", body);
    tokens.remember("c", body);
    assertThat(tokens.size()).isEqualTo(2);
    assertThat(tokens.use("a", body)).isEqualTo(UsedTokens.Use.NONE);
    assertThat(tokens.use("c", body)).isEqualTo(UsedTokens.Use.SAME_BODY);
  }

  private WebhookIntake.Answer post(String body) {
    return webhooks.post("mailgun", Map.of(), body);
  }

  private static String signed(String token, String event) {
    return body(token, sign(KEY, WebhookFixture.NOW, token), WebhookFixture.NOW, event);
  }

  private static String body(String token, String signature, Instant at, String event) {
    return raw(String.valueOf(at.getEpochSecond()), token(token), signature, event);
  }

  /** A token of Mailgun's form. */
  private static String token(String name) {
    return name + "a".repeat(50 - name.length());
  }

  private static String raw(String timestamp, String token, String signature, String event) {
    return "{\"signature\":{\"timestamp\":\"%s\",\"token\":\"%s\",\"signature\":\"%s\"},\"event-data\":%s}"
        .formatted(timestamp, token, signature, event);
  }

  private static String sign(String key, Instant at, String token) {
    return HexFormat.of()
        .formatHex(Signatures.hmac("HmacSHA256", key, at.getEpochSecond() + token(token)));
  }
}
