package dev.godwit.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.godwit.records.Topics;
import dev.godwit.webhooks.providers.Mandrill;
import dev.godwit.webhooks.signatures.Signatures;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The server itself answers a provider: a form that nobody may read before the signature, an
 * address that nobody may decode, a body whose length is not told. Each test is of a customer of
 * its own, since the rates are.
 */
@QuarkusTest
@TestProfile(ServerOnlyProfile.class)
@Timeout(60)
public class WebhookHttpIT {
  static final String KEY = "key-of-the-test";
  static final String PUBLIC_URL = "https://hooks.agency.example";
  static final int MAX_BODY_BYTES = 1_000;
  private static final String EVENTS =
      "[{\"event\":\"open\",\"ts\":1384954004,\"_id\":\"m-1\",\"msg\":{\"_id\":\"m-1\"}}]";

  @Inject ServerOnlyProfile.Wiring wiring;

  @TestHTTPResource("/")
  URI server;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void forgetWhatWasSent() {
    wiring.kafka.clear();
  }

  @Test
  void shouldAnswer200OnlyWhenKafkaAcknowledged() throws Exception {
    String target = "/webhooks/mandrill/signed%20one?to=%2Fa";
    CompletableFuture<HttpResponse<String>> answer = post(target, sign(target, EVENTS), EVENTS);
    await().until(() -> !wiring.kafka.history().isEmpty() || answer.isDone());
    assertThat(answer).isNotDone();
    assertThat(wiring.kafka.history())
        .singleElement()
        .satisfies(
            sent -> {
              assertThat(sent.topic()).isEqualTo(Topics.LIVE);
              assertThat(new String(sent.key(), StandardCharsets.UTF_8))
                  .isEqualTo("signed one/m-1");
            });
    wiring.kafka.completeNext();
    HttpResponse<String> got = answer.get(30, TimeUnit.SECONDS);
    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(got.body()).isEqualTo("accepted: 1 accepted, 0 ignored\n");
  }

  @Test
  void shouldAnswer503WithRetryAfterWhenKafkaDidNotAcknowledge() throws Exception {
    String target = "/webhooks/mandrill/lost";
    CompletableFuture<HttpResponse<String>> answer = post(target, sign(target, EVENTS), EVENTS);
    await().until(() -> !wiring.kafka.history().isEmpty() || answer.isDone());
    wiring.kafka.errorNext(new TimeoutException("expired"));
    HttpResponse<String> got = answer.get(30, TimeUnit.SECONDS);
    assertThat(got.statusCode()).isEqualTo(503);
    assertThat(got.headers().firstValue("Retry-After")).hasValue("10");
  }

  @Test
  void shouldServeHealthAndMetricsOnTheManagementPortOnly() throws Exception {
    for (String path : List.of("/q/metrics", "/q/health/live", "/info")) {
      assertThat(get(server.resolve(path))).as(path).isEqualTo(404);
      assertThat(get(management.resolve(path))).as(path).isEqualTo(200);
    }
    assertThat(get(management.resolve("/webhooks/mandrill/acme"))).isEqualTo(404);
  }

  private int get(URI uri) throws Exception {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode();
  }

  @Test
  void shouldAnswer401AndSendNothingWhenTheSignatureIsWrong() throws Exception {
    String target = "/webhooks/mandrill/forged";
    assertThat(status(post(target, sign(target + "2", EVENTS), EVENTS))).isEqualTo(401);
    assertThat(wiring.kafka.history()).isEmpty();
  }

  @Test
  void shouldAnswer413WhenABodyExceedsTheLimitWithOrWithoutALength() throws Exception {
    String target = "/webhooks/mandrill/long";
    String events = EVENTS + " ".repeat(MAX_BODY_BYTES);
    byte[] body = form(events).getBytes(StandardCharsets.UTF_8);
    String signature = sign(target, events);
    assertThat(status(post(target, signature, BodyPublishers.ofByteArray(body)))).isEqualTo(413);
    assertThat(
            status(
                post(
                    target,
                    signature,
                    BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))))
        .isEqualTo(413);
    assertThat(wiring.kafka.history()).isEmpty();
  }

  @Test
  void shouldAnswer404WhenTheProviderIsUnknown() throws Exception {
    String target = "/webhooks/nobody/acme";
    assertThat(status(post(target, sign(target, EVENTS), EVENTS))).isEqualTo(404);
    assertThat(head("/webhooks/nobody/acme")).isEqualTo(404);
    assertThat(head("/webhooks/mandrill/acme")).isEqualTo(200);
  }

  @Test
  void shouldAnswer429WithRetryAfterWhenTheRateIsExceeded() throws Exception {
    String target = "/webhooks/mandrill/fast";
    String none = "[]";
    for (int i = 0; i < 2; i++) {
      assertThat(status(post(target, sign(target, none), none))).isEqualTo(200);
    }
    HttpResponse<String> refused = post(target, sign(target, none), none).get(30, TimeUnit.SECONDS);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("3");
  }

  private CompletableFuture<HttpResponse<String>> post(
      String target, String signature, String events) {
    return post(target, signature, BodyPublishers.ofString(form(events)));
  }

  private CompletableFuture<HttpResponse<String>> post(
      String target, String signature, BodyPublisher body) {
    return client.sendAsync(
        HttpRequest.newBuilder(server.resolve(target))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(Mandrill.SIGNATURE, signature)
            .POST(body)
            .build(),
        BodyHandlers.ofString());
  }

  private int head(String target) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(server.resolve(target)).HEAD().build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  private static int status(CompletableFuture<HttpResponse<String>> answer) throws Exception {
    return answer.get(30, TimeUnit.SECONDS).statusCode();
  }

  private static String sign(String target, String events) {
    String text = PUBLIC_URL + target + "mandrill_events" + events;
    return Base64.getEncoder().encodeToString(Signatures.hmac("HmacSHA1", KEY, text));
  }

  private static String form(String events) {
    return "mandrill_events=" + URLEncoder.encode(events, StandardCharsets.UTF_8);
  }
}
