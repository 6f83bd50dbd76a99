package dev.godwit.webhooks.providers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.webhooks.intake.WebhookFixture;
import dev.godwit.webhooks.intake.WebhookIntake;
import dev.godwit.webhooks.request.Outcome;
import dev.godwit.webhooks.request.Refusal;
import dev.godwit.webhooks.signatures.SelfMadeCertificate;
import dev.godwit.webhooks.signatures.SnsCertificates;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class AmazonSesTest {
  private static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:ses-events";
  private static final String CERTIFICATE =
      "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem";
  private static final String SUBSCRIBE =
      "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=" + TOPIC;
  private static final String OPEN =
      """
      {"eventType":"Open","mail":{"commonHeaders":{"from":["sender@example.com"],
        "messageId":"EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000","subject":"Hi"},
       "destination":["recipient@example.com"],
       "headers":[{"name":"X-SES-CONFIGURATION-SET","value":"ConfigSet"},
         {"name":"Message-ID","value":"<14c5@mail.agency.example>"}],"headersTruncated":false,
       "messageId":"EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000",
       "sendingAccountId":"123456789012","source":"sender@example.com",
       "tags":{"ses:configuration-set":["ConfigSet"]},"timestamp":"2017-08-09T21:59:49.927Z"},
       "open":{"ipAddress":"192.0.2.1","timestamp":"2017-08-09T22:00:19.652Z",
        "userAgent":"Mozilla/5.0 (iPhone)"}}\
      """;
  private static final String CLICK =
      OPEN.replace("\"Open\"", "\"Click\"")
          .replace(
              "\"open\":{", "\"click\":{\"link\":\"https://news.example/\",\"linkTags\":null,");

  private static final SelfMadeCertificate AMAZONS =
      new SelfMadeCertificate(
          "sns.amazonaws.com",
          WebhookFixture.NOW.minus(Duration.ofDays(9)),
          WebhookFixture.NOW.plus(Duration.ofDays(9)));

  private final WebhookFixture webhooks = new WebhookFixture().with("SES_KEY", TOPIC);

  AmazonSesTest() {
    webhooks.web.put(CERTIFICATE, AMAZONS.pem);
  }

  @Test
  void shouldReadOpensAndClicksWhenSignedInEitherVersion() {
    assertThat(post(signed(notification("m-1", OPEN), "1", AMAZONS)).status()).isEqualTo(200);
    assertThat(post(signed(notification("m-2", CLICK), "2", AMAZONS)).status()).isEqualTo(200);
    LiveEngagement open = webhooks.log.get(0);
    assertThat(open.getKind()).isEqualTo("open");
    assertThat(open.getEventId()).isEqualTo("ses:m-1");
    assertThat(open.getMessageId())
        .isEqualTo("EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000");
    assertThat(open.getAgent()).isEqualTo("Mozilla/5.0 (iPhone)");
    assertThat(open.getOccurredAt()).isEqualTo(Instant.parse("2017-08-09T22:00:19.652Z"));
    assertThat(webhooks.log.get(1).getKind()).isEqualTo("click");
    assertThat(webhooks.log.get(1).getUrl()).isEqualTo("https://news.example/");
    assertThat(webhooks.fetched).containsExactly(CERTIFICATE);
  }

  @Test
  void shouldUseTheMessageIdHeaderWhenASettingSaysSo() {
    webhooks.with("SES_MESSAGE_ID", "<{header}>");
    post(signed(notification("m-1", OPEN), "2", AMAZONS));
    assertThat(webhooks.log.getFirst().getRecipient()).isEqualTo("recipient@example.com");
    assertThat(webhooks.log.getFirst().getMessageId()).isEqualTo("<14c5@mail.agency.example>");
  }

  @Test
  void shouldCarryTheFieldsThatASettingNames() {
    webhooks.with("SES_FIELDS", "agent2=/open/userAgent");
    post(signed(notification("m-1", OPEN), "2", AMAZONS));
    assertThat(webhooks.log.getFirst().getFields())
        .containsOnly(Map.entry("agent2", "Mozilla/5.0 (iPhone)"));
  }

  @Test
  void shouldVerifyTheSubjectWhenThereIsOne() {
    ObjectNode message = notification("m-1", OPEN).put("Subject", "Amazon SES");
    assertThat(post(signed(message, "2", AMAZONS)).status()).isEqualTo(200);
  }

  @Test
  void shouldCountAsIgnoredWhenTheKindIsAnother() {
    post(signed(notification("m-1", OPEN.replace("\"Open\"", "\"Bounce\"")), "2", AMAZONS));
    post(signed(notification("m-2", "Successfully validated SNS topic."), "2", AMAZONS));
    assertThat(webhooks.log).isEmpty();
    assertThat(webhooks.events("ses", "ignored")).isEqualTo(2);
  }

  @Test
  void shouldConfirmASubscriptionWhenTheTopicIsConfigured() {
    webhooks.web.put(SUBSCRIBE, new byte[0]);
    assertThat(post(signed(confirmation(TOPIC, SUBSCRIBE), "1", AMAZONS)).status()).isEqualTo(200);
    assertThat(webhooks.fetched).containsExactly(CERTIFICATE, SUBSCRIBE);
    assertThat(webhooks.requests("ses", Outcome.CONFIRMED)).isEqualTo(1);
  }

  @Test
  void shouldAnswer503WhenASubscriptionCannotBeConfirmedNow() {
    WebhookIntake.Answer answer = post(signed(confirmation(TOPIC, SUBSCRIBE), "1", AMAZONS));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.retryAfter()).isPositive();
  }

  @Test
  void shouldFetchNothingWhenTheTopicIsNotConfigured() {
    ObjectNode message = confirmation("arn:aws:sns:eu-central-1:999999999999:other", SUBSCRIBE);
    assertThat(post(signed(message, "1", AMAZONS)).status()).isEqualTo(401);
    assertThat(webhooks.fetched).isEmpty();
  }

  @Test
  void shouldNotCallASubscribeUrlWhenItIsNotOfSns() {
    ObjectNode message =
        confirmation(TOPIC, "https://sns.eu-central-1.amazonaws.com.evil.example/");
    assertThat(post(signed(message, "1", AMAZONS)).status()).isEqualTo(401);
    assertThat(webhooks.fetched).containsExactly(CERTIFICATE);
  }

  @Test
  void shouldNotFetchACertificateWhenItIsNotOfSns() {
    String file = "/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem";
    for (String url :
        new String[] {
          "http://sns.eu-central-1.amazonaws.com" + file,
          "https://sns.eu-central-1.amazonaws.com.evil.example" + file,
          "https://evil.example/sns.eu-central-1.amazonaws.com" + file,
          "https://sns.eu-central-1.amazonaws.com@evil.example" + file,
          "https://me@sns.eu-central-1.amazonaws.com" + file,
          "https://sns.eu-central-1.amazonaws.com:8443" + file,
          "https://bucket.s3.amazonaws.com" + file,
          "https://sns.eu-central-1.amazonaws.com/other.pem",
          "https://sns.eu-central-1.amazonaws.com" + file + "?x=/SimpleNotificationService-0.pem",
          "not a url"
        }) {
      ObjectNode message = signed(notification("m-1", OPEN), "2", AMAZONS);
      assertThat(post(message.put("SigningCertURL", url)).status()).as(url).isEqualTo(401);
    }
    assertThat(webhooks.fetched).isEmpty();
  }

  @Test
  void shouldRefuseWhenCertificateOrSignatureIsAnothers() {
    SelfMadeCertificate others =
        new SelfMadeCertificate(
            "evil.example",
            WebhookFixture.NOW.minus(Duration.ofDays(1)),
            WebhookFixture.NOW.plus(Duration.ofDays(1)));
    assertThat(post(signed(notification("m-1", OPEN), "2", others)).status()).isEqualTo(401);
    webhooks.web.put(CERTIFICATE.replace("abcdef.pem", "abcde0.pem"), others.pem);
    ObjectNode message = signed(notification("m-1", OPEN), "2", others);
    message.put("SigningCertURL", CERTIFICATE.replace("abcdef.pem", "abcde0.pem"));
    assertThat(post(message).status()).isEqualTo(401);
    assertThat(webhooks.log).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-1, amazonaws.com, sns.amazonaws.com",
    "eu-central-1, amazonaws.com, sns-signing.eu-central-1.amazonaws.com",
    "af-south-1, amazonaws.com, sns-signing.af-south-1.amazonaws.com",
    "ap-southeast-5, amazonaws.com, sns-signing.ap-southeast-5.amazonaws.com",
    "il-central-1, amazonaws.com, sns-signing.il-central-1.amazonaws.com",
    "us-gov-west-1, amazonaws.com, sns-us-gov-west-1.amazonaws.com",
    "us-gov-east-1, amazonaws.com, sns-us-gov-west-1.amazonaws.com",
    "cn-north-1, amazonaws.com.cn, sns-cn-north-1.amazonaws.com.cn",
    "cn-northwest-1, amazonaws.com.cn, sns-cn-northwest-1.amazonaws.com.cn",
    "eusc-de-east-1, amazonaws.eu, sns-signing.eusc-de-east-1.amazonaws.eu"
  })
  void shouldAcceptACertificateWhenItsNameIsTheRegions(String region, String domain, String name) {
    assertThat(postFrom("sns." + region + "." + domain, name).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "eu-central-1, amazonaws.com, sns-signing.af-south-1.amazonaws.com",
    "eu-central-1, amazonaws.com, sns-us-gov-west-1.amazonaws.com",
    "eu-central-1, amazonaws.com, sns-signing.eu-central-1.amazonaws.com.cn",
    "us-gov-west-1, amazonaws.com, sns.amazonaws.com",
    "cn-north-1, amazonaws.com.cn, sns-cn-northwest-1.amazonaws.com.cn",
    "cn-north-1, amazonaws.com.cn, sns.amazonaws.com",
    "cn-north-1, amazonaws.com, sns-cn-north-1.amazonaws.com.cn",
    "eu-central-1, amazonaws.com.cn, sns.amazonaws.com",
    "eu-central, amazonaws.com, sns.amazonaws.com",
    "eu-central-1.evil-1, amazonaws.com, sns.amazonaws.com",
    "eu-central-1, amazonaws.com, xsns.amazonaws.com"
  })
  void shouldRefuseACertificateWhenItsNameIsAnotherRegions(
      String region, String domain, String name) {
    assertThat(postFrom("sns." + region + "." + domain, name).status()).isEqualTo(401);
    assertThat(webhooks.log).isEmpty();
  }

  private WebhookIntake.Answer postFrom(String host, String name) {
    SelfMadeCertificate certificate =
        new SelfMadeCertificate(
            name,
            WebhookFixture.NOW.minus(Duration.ofDays(1)),
            WebhookFixture.NOW.plus(Duration.ofDays(1)));
    String url = "https://" + host + "/SimpleNotificationService-0123456789abcdef.pem";
    webhooks.web.put(url, certificate.pem);
    ObjectNode message = signed(notification("m-1", OPEN), "2", certificate);
    return post(message.put("SigningCertURL", url));
  }

  @Test
  void shouldNotRepeatAFetchWhenItFailedJustNow() {
    webhooks.web.clear();
    ObjectNode message = signed(notification("m-1", OPEN), "2", AMAZONS);
    for (int i = 0; i < 3; i++) {
      assertThat(post(message).status()).isEqualTo(503);
    }
    assertThat(webhooks.fetched).hasSize(1);
    webhooks.web.put(CERTIFICATE, AMAZONS.pem);
    webhooks.now = webhooks.now.plus(Duration.ofSeconds(30));
    assertThat(post(message).status()).isEqualTo(200);
    assertThat(webhooks.fetched).hasSize(2);
  }

  @Test
  void shouldServeOthersWhenAFetchHangs() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    String other = CERTIFICATE.replace("abcdef.pem", "abcde0.pem");
    SnsCertificates certificates =
        new SnsCertificates(
            address -> {
              if (address.toString().equals(other)) {
                begun.countDown();
                try {
                  end.await();
                } catch (InterruptedException e) {
                  throw new java.io.IOException(e);
                }
              }
              return AMAZONS.pem;
            });
    Thread hangs =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    certificates.at(other, WebhookFixture.NOW);
                  } catch (Refusal e) {
                    throw new IllegalStateException(e);
                  }
                });
    begun.await();
    assertThat(certificates.at(CERTIFICATE, WebhookFixture.NOW)).isNotNull();
    assertThat(hangs.isAlive()).isTrue();
    end.countDown();
    hangs.join();
  }

  @Test
  void shouldRefuseACertificateWhenItHasExpired() {
    SelfMadeCertificate ended =
        new SelfMadeCertificate(
            "sns.amazonaws.com",
            WebhookFixture.NOW.minus(Duration.ofDays(9)),
            WebhookFixture.NOW.minus(Duration.ofDays(1)));
    webhooks.web.put(CERTIFICATE, ended.pem);
    assertThat(post(signed(notification("m-1", OPEN), "2", ended)).status()).isEqualTo(401);
  }

  @Test
  void shouldAnswer503WhenACertificateCannotBeFetchedNow() {
    webhooks.web.clear();
    WebhookIntake.Answer answer = post(signed(notification("m-1", OPEN), "2", AMAZONS));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.retryAfter()).isPositive();
  }

  @Test
  void shouldRefuseWhenMessageVersionOrTimeWasChanged() {
    ObjectNode changed = signed(notification("m-1", OPEN), "2", AMAZONS);
    assertThat(post(changed.put("MessageId", "m-2")).status()).isEqualTo(401);
    ObjectNode version = signed(notification("m-1", OPEN), "2", AMAZONS);
    assertThat(post(version.put("SignatureVersion", "3")).status()).isEqualTo(401);
    ObjectNode old = notification("m-1", OPEN).put("Timestamp", "2026-03-01T00:00:00.000Z");
    assertThat(post(signed(old, "2", AMAZONS)).status()).isEqualTo(401);
    assertThat(webhooks.requests("ses", Outcome.TOO_OLD)).isEqualTo(1);
    assertThat(webhooks.log).isEmpty();
  }

  @Test
  void shouldRefuseWhenRawDeliveryIsOn() {
    assertThat(webhooks.post("ses", Map.of(), OPEN).status()).isEqualTo(401);
  }

  private WebhookIntake.Answer post(ObjectNode message) {
    return webhooks.post(
        "ses", Map.of("x-amz-sns-message-type", "Notification"), message.toString());
  }

  private static ObjectNode notification(String id, String message) {
    return Json.MAPPER
        .createObjectNode()
        .put("Type", "Notification")
        .put("MessageId", id)
        .put("TopicArn", TOPIC)
        .put("Message", message)
        .put("Timestamp", "2026-03-04T05:00:00.000Z")
        .put("UnsubscribeURL", "https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe");
  }

  private static ObjectNode confirmation(String topic, String subscribeUrl) {
    return Json.MAPPER
        .createObjectNode()
        .put("Type", "SubscriptionConfirmation")
        .put("MessageId", "c-1")
        .put("Token", "2336412f37f")
        .put("TopicArn", topic)
        .put("Message", "You have chosen to subscribe to the topic.")
        .put("SubscribeURL", subscribeUrl)
        .put("Timestamp", "2026-03-04T05:00:00.000Z");
  }

  private static ObjectNode signed(ObjectNode message, String version, SelfMadeCertificate by) {
    try {
      Signature signature =
          Signature.getInstance(version.equals("1") ? "SHA1withRSA" : "SHA256withRSA");
      signature.initSign(by.keys.getPrivate());
      signature.update(asDocumented(message).getBytes(StandardCharsets.UTF_8));
      return message
          .put("SignatureVersion", version)
          .put("Signature", Base64.getEncoder().encodeToString(signature.sign()))
          .put("SigningCertURL", CERTIFICATE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Written out here once more, so that the code is not checked against itself. */
  private static String asDocumented(ObjectNode m) {
    if (m.get("Type").asText().equals("Notification")) {
      return "Message\n"
          + m.get("Message").asText()
          + "\nMessageId\n"
          + m.get("MessageId").asText()
          + (m.has("Subject") ? "\nSubject\n" + m.get("Subject").asText() : "")
          + "\nTimestamp\n"
          + m.get("Timestamp").asText()
          + "\nTopicArn\n"
          + m.get("TopicArn").asText()
          + "\nType\n"
          + m.get("Type").asText()
          + "\n";
    }
    return "Message\n"
        + m.get("Message").asText()
        + "\nMessageId\n"
        + m.get("MessageId").asText()
        + "\nSubscribeURL\n"
        + m.get("SubscribeURL").asText()
        + "\nTimestamp\n"
        + m.get("Timestamp").asText()
        + "\nToken\n"
        + m.get("Token").asText()
        + "\nTopicArn\n"
        + m.get("TopicArn").asText()
        + "\nType\n"
        + m.get("Type").asText()
        + "\n";
  }
}
