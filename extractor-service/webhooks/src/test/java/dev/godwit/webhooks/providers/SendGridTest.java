package dev.godwit.webhooks.providers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.webhooks.intake.WebhookFixture;
import dev.godwit.webhooks.intake.WebhookIntake;
import dev.godwit.webhooks.outbound.LiveTopic;
import dev.godwit.webhooks.request.Outcome;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

public class SendGridTest {
  private static final String BATCH =
      """
      [
        {"email":"reader@example.com","timestamp":1772600000,"event":"delivered",
         "smtp-id":"<14c5d75ce93.dfd.64b469@ismtpd-555>","sg_event_id":"ZGVsaXZlcmVk",
         "sg_message_id":"14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0","response":"250 OK"},
        {"email":"reader@example.com","timestamp":1772600001,"event":"open",
         "smtp-id":"<14c5d75ce93.dfd.64b469@ismtpd-555>","sg_event_id":"b3Blbg==","sg_machine_open":false,
         "sg_message_id":"14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0",
         "useragent":"Mozilla/4.0 (compatible)","ip":"192.0.2.7"},
        {"email":"reader@example.com","timestamp":1772600001,"event":"click","url":"https://news.example/a?b=c&d=%C3%A9",
         "url_offset":{"index":0,"type":"html"},"sg_event_id":"Y2xpY2s=",
         "sg_message_id":"Xq3-hT1vQ2OWmJ0b9nXKAg.filterdrecv-p3mdw1-56c97568b5-k9jkl-18-5F.0",
         "useragent":"Mozilla/5.0","ip":"192.0.2.7"}
      ]
      """;

  private final KeyPair keys = keys("secp256r1");
  private final WebhookFixture webhooks =
      new WebhookFixture().with("SENDGRID_KEY", publicKey(keys));

  @Test
  void shouldReadOpensAndClicksAndCountTheRestWhenABatchIsSigned() {
    WebhookIntake.Answer answer =
        webhooks.post("sendgrid", signed(keys, WebhookFixture.NOW, BATCH), BATCH);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(webhooks.log).hasSize(2);
    LiveEngagement open = webhooks.log.get(0);
    assertThat(open.getCustomer()).isEqualTo(WebhookFixture.CUSTOMER);
    assertThat(open.getWay()).isEqualTo(LiveWay.WEBHOOK);
    assertThat(open.getProvider()).isEqualTo("sendgrid");
    assertThat(open.getKind()).isEqualTo("open");
    assertThat(open.getEventId()).isEqualTo("sendgrid:b3Blbg==");
    assertThat(open.getMessageId()).isEqualTo("<14c5d75ce93.dfd.64b469@ismtpd-555>");
    assertThat(open.getAgent()).isEqualTo("Mozilla/4.0 (compatible)");
    assertThat(open.getOccurredAt()).isEqualTo(Instant.ofEpochSecond(1_772_600_001));
    assertThat(open.getReceivedAt()).isEqualTo(WebhookFixture.NOW);
    assertThat(open.getLegacyId()).isNull();
    assertThat(open.getEmailId()).isNull();
    assertThat(open.getMachine()).isEqualTo("false");
    LiveEngagement click = webhooks.log.get(1);
    assertThat(click.getMachine()).isNull();
    assertThat(click.getKind()).isEqualTo("click");
    assertThat(click.getUrl()).isEqualTo("https://news.example/a?b=c&d=%C3%A9");
    assertThat(click.getMessageId()).isEqualTo("Xq3-hT1vQ2OWmJ0b9nXKAg");
    assertThat(webhooks.events("sendgrid", "accepted")).isEqualTo(2);
    assertThat(webhooks.events("sendgrid", "ignored")).isEqualTo(1);
    assertThat(webhooks.requests("sendgrid", Outcome.ACCEPTED)).isEqualTo(1);
  }

  @Test
  void shouldSayThatAMachineOpenedItWhenTheProviderDoes() {
    String batch = BATCH.replace("\"sg_machine_open\":false", "\"sg_machine_open\":true");
    webhooks.post("sendgrid", signed(keys, WebhookFixture.NOW, batch), batch);
    assertThat(webhooks.log.getFirst().getMachine()).isEqualTo("true");
  }

  @Test
  void shouldUseTheProvidersIdWhenASettingSaysSo() {
    webhooks.with("SENDGRID_MESSAGE_ID", "{id}");
    webhooks.post("sendgrid", signed(keys, WebhookFixture.NOW, BATCH), BATCH);
    assertThat(webhooks.log.get(0).getMessageId()).isEqualTo("14c5d75ce93.dfd.64b469");
  }

  @Test
  void shouldCarryTheFieldsThatASettingNames() {
    webhooks.with("SENDGRID_FIELDS", "ip=/ip list=/list");
    String batch =
        "[{\"event\":\"open\",\"sg_event_id\":\"one\",\"timestamp\":1772600001,\"ip\":\"192.0.2.1\",\"list\":[\"a\"],\"other\":1}]";
    webhooks.post("sendgrid", signed(keys, WebhookFixture.NOW, batch), batch);
    assertThat(webhooks.log.getFirst().getFields())
        .containsOnly(Map.entry("ip", "192.0.2.1"), Map.entry("list", "[\"a\"]"));
  }

  @Test
  void shouldKeepTwoOpensApartWhenTheyAreInTheSameSecond() {
    String two =
        """
        [{"event":"open","sg_event_id":"one","timestamp":1772600001,"sg_message_id":"m.filter1"},
         {"event":"open","sg_event_id":"two","timestamp":1772600001,"sg_message_id":"m.filter1"}]
        """;
    webhooks.post("sendgrid", signed(keys, WebhookFixture.NOW, two), two);
    webhooks.post("sendgrid", signed(keys, WebhookFixture.NOW, two), two);
    assertThat(webhooks.log)
        .extracting(LiveEngagement::getEventId)
        .containsExactly("sendgrid:one", "sendgrid:two", "sendgrid:one", "sendgrid:two");
  }

  @Test
  void shouldRefuseWhenAnotherKeySigned() {
    assertRefused(
        webhooks.post("sendgrid", signed(keys("secp256r1"), WebhookFixture.NOW, BATCH), BATCH));
  }

  @Test
  void shouldRefuseWhenTheBodyWasChanged() {
    Map<String, String> headers = signed(keys, WebhookFixture.NOW, BATCH);
    assertRefused(webhooks.post("sendgrid", headers, BATCH.replace("b3Blbg==", "b3Blbh==")));
  }

  @Test
  void shouldRefuseWhenTheTimestampWasChanged() {
    Map<String, String> headers =
        Map.of(
            SendGrid.SIGNATURE,
            signed(keys, WebhookFixture.NOW, BATCH).get(SendGrid.SIGNATURE),
            SendGrid.TIMESTAMP,
            "1");
    assertRefused(webhooks.post("sendgrid", headers, BATCH));
  }

  @Test
  void shouldRefuseWhenTheSignatureIsAbsentOrUnreadable() {
    assertRefused(webhooks.post("sendgrid", Map.of(), BATCH));
    assertThat(
            webhooks
                .post(
                    "sendgrid",
                    Map.of(SendGrid.SIGNATURE, "%%%", SendGrid.TIMESTAMP, "1772600000"),
                    BATCH)
                .status())
        .isEqualTo(401);
    assertThat(
            webhooks
                .post(
                    "sendgrid",
                    Map.of(SendGrid.SIGNATURE, "AAAA", SendGrid.TIMESTAMP, "1772600000"),
                    BATCH)
                .status())
        .isEqualTo(401);
  }

  @Test
  void shouldRefuseAnOldSignatureButNotWhenItIsYesterdaysRetry() {
    Instant old = WebhookFixture.NOW.minus(Duration.ofHours(25));
    assertThat(webhooks.post("sendgrid", signed(keys, old, BATCH), BATCH).status()).isEqualTo(401);
    assertThat(webhooks.requests("sendgrid", Outcome.TOO_OLD)).isEqualTo(1);
    Instant retried = WebhookFixture.NOW.minus(Duration.ofHours(23));
    assertThat(webhooks.post("sendgrid", signed(keys, retried, BATCH), BATCH).status())
        .isEqualTo(200);
  }

  @Test
  void shouldAnswer400WhenSignedJsonHasAnotherForm() {
    for (String body : new String[] {"", "{}", "[1]", "null", "[] []", "[\"a\", 2]"}) {
      WebhookIntake.Answer answer =
          webhooks.post("sendgrid", signed(keys, WebhookFixture.NOW, body), body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.text()).contains("Expected").contains("found");
    }
    assertThat(webhooks.log).isEmpty();
  }

  @Test
  void shouldTakeTheGoodEventsAndKeepTheBadOnesWhenABatchHasBoth() {
    String good = "{\"event\":\"open\",\"sg_event_id\":\"%s\",\"email\":\"Ann@example.com\"}";
    String body =
        "[ %s, {\"event\":\"open\",\"n\":NaN} ,\n\"text\", {\"a\":\"]},\"}, %s]"
            .formatted(good.formatted("one"), good.formatted("two"));

    WebhookIntake.Answer answer =
        webhooks.post("sendgrid", signed(keys, WebhookFixture.NOW, body), body);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).contains("2 accepted, 1 ignored, 2 unreadable");
    assertThat(webhooks.log)
        .extracting(LiveEngagement::getEventId, LiveEngagement::getRecipient)
        .containsExactly(
            tuple("sendgrid:one", "Ann@example.com"), tuple("sendgrid:two", "Ann@example.com"));
    assertThat(webhooks.kept)
        .extracting(LiveTopic.UnreadableEvent::customer, kept -> new String(kept.body(), UTF_8))
        .containsExactly(
            tuple(WebhookFixture.CUSTOMER, "{\"event\":\"open\",\"n\":NaN}"),
            tuple(WebhookFixture.CUSTOMER, "\"text\""));
    assertThat(webhooks.events("sendgrid", "unreadable")).isEqualTo(2);
    assertThat(webhooks.requests("sendgrid", Outcome.ACCEPTED)).isEqualTo(1);
  }

  @Test
  void shouldKeepTheRestWhenABatchEndsInTheMiddleOfAnEvent() {
    for (String body :
        new String[] {
          "[{\"event\":\"open\",\"sg_event_id\":\"one\"}, {\"event\":\"op",
          "[{\"event\":\"open\",\"sg_event_id\":\"one\"}] [",
          "[{\"event\":\"open\",\"sg_event_id\":\"one\"},]x"
        }) {
      webhooks.log.clear();
      webhooks.kept.clear();
      assertThat(webhooks.post("sendgrid", signed(keys, WebhookFixture.NOW, body), body).status())
          .as(body)
          .isEqualTo(200);
      assertThat(webhooks.log).as(body).hasSize(1);
      assertThat(webhooks.kept).as(body).isNotEmpty();
    }
  }

  @Test
  void shouldPassAnOpenOnWhenItLacksItsIds() {
    String body = "[{\"event\":\"open\",\"timestamp\":\"soon\"}]";
    assertThat(webhooks.post("sendgrid", signed(keys, WebhookFixture.NOW, body), body).status())
        .isEqualTo(200);
    assertThat(webhooks.log.getFirst().getEventId()).isNull();
    assertThat(webhooks.log.getFirst().getMessageId()).isNull();
    assertThat(webhooks.log.getFirst().getOccurredAt()).isNull();
  }

  @Test
  void shouldAcceptBothKeysWhenOneIsBeingReplaced() {
    KeyPair next = keys("secp256r1");
    webhooks.with("SENDGRID_KEY", publicKey(keys) + " " + publicKey(next));
    assertThat(webhooks.post("sendgrid", signed(next, WebhookFixture.NOW, BATCH), BATCH).status())
        .isEqualTo(200);
  }

  @Test
  void shouldAnswer503WhenTheKeyIsOnAnotherCurve() {
    KeyPair other = keys("secp384r1");
    webhooks.with("SENDGRID_KEY", publicKey(other));
    assertThat(webhooks.post("sendgrid", signed(other, WebhookFixture.NOW, BATCH), BATCH).status())
        .isEqualTo(503);
  }

  private void assertRefused(WebhookIntake.Answer answer) {
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text()).contains("Expected").contains("found");
    assertThat(webhooks.log).isEmpty();
    assertThat(webhooks.requests("sendgrid", Outcome.BAD_SIGNATURE)).isEqualTo(1);
  }

  private static Map<String, String> signed(KeyPair keys, Instant at, String body) {
    try {
      String timestamp = String.valueOf(at.getEpochSecond());
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update((timestamp + body).getBytes(StandardCharsets.UTF_8));
      return Map.of(
          SendGrid.SIGNATURE,
          Base64.getEncoder().encodeToString(signature.sign()),
          SendGrid.TIMESTAMP,
          timestamp);
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String publicKey(KeyPair keys) {
    return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
  }
}
