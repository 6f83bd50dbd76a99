package dev.godwit.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.webhooks.request.Outcome;
import dev.godwit.webhooks.signatures.Signatures;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Answers to a provider, from the request as the server passes it on. */
public class WebhookResourceTest {
  private static final String OPEN =
      "{\"RecordType\":\"Open\",\"MessageID\":\"nobody\",\"ReceivedAt\":\"2026-03-04T05:06:07Z\"}";
  private static final Map<String, String> RIGHT =
      Map.of(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString("a:b".getBytes(StandardCharsets.UTF_8)));

  private final WebhookFixture webhooks =
      new WebhookFixture()
          .with("POSTMARK_KEY", "a:b")
          .with("MANDRILL_KEY", "key")
          .with("PUBLIC_URL", "https://hooks.example.org")
          .with("MAX_BODY_BYTES", "1000")
          .with("REQUESTS_PER_SECOND", "0.4")
          .with("BURST", "3");

  @Test
  void shouldAnswer200WhenTheEventIsInTheTopicEvenForAnUnknownMessage() {
    Response answer = post("postmark", "", RIGHT, OPEN, OPEN.length());
    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(answer.getEntity()).isEqualTo("accepted: 1 accepted, 0 ignored\n");
    assertThat(webhooks.log)
        .singleElement()
        .satisfies(e -> assertThat(e.getMessageId()).isEqualTo("nobody"));
  }

  @Test
  void shouldNotAnswer200WhenTheEventIsNotInTheTopic() {
    webhooks.kafkaIsDown = true;
    Response answer = post("postmark", "", RIGHT, OPEN, OPEN.length());
    assertThat(answer.getStatus()).isEqualTo(503);
    assertThat(answer.getHeaderString("Retry-After")).isEqualTo("10");
    assertThat(webhooks.log).isEmpty();
  }

  @Test
  void shouldAnswer401AndCountWhenCredentialsAreWrong() {
    assertThat(post("postmark", "", Map.of(), OPEN, OPEN.length()).getStatus()).isEqualTo(401);
    assertThat(webhooks.requests("postmark", Outcome.BAD_SIGNATURE)).isEqualTo(1);
  }

  @Test
  void shouldAnswer413WhenABodyIsBigWhateverItsDeclaredLength() {
    String big = OPEN + " ".repeat(1000);
    assertThat(post("postmark", "", RIGHT, big, big.length()).getStatus()).isEqualTo(413);
    assertThat(post("postmark", "", RIGHT, big, -1).getStatus()).isEqualTo(413);
  }

  @Test
  void shouldRoundRetryAfterUpWhenTheRateIsExceeded() {
    for (int i = 0; i < 3; i++) {
      assertThat(post("postmark", "", RIGHT, OPEN, OPEN.length()).getStatus()).isEqualTo(200);
    }
    Response answer = post("postmark", "", RIGHT, OPEN, OPEN.length());
    assertThat(answer.getStatus()).isEqualTo(429);
    assertThat(answer.getHeaderString("Retry-After")).isEqualTo("3");
  }

  @Test
  void shouldVerifyTheEncodedTargetWhenTheSignatureCoversTheAddress() {
    String target = "/webhooks/mandrill/acme%201?x=%2F";
    String form = "mandrill_events=%5B%5D";
    byte[] signature =
        Signatures.hmac(
            "HmacSHA1", "key", "https://hooks.example.org" + target + "mandrill_events[]");
    Map<String, String> headers =
        Map.of("X-Mandrill-Signature", Base64.getEncoder().encodeToString(signature));
    assertThat(postTo("mandrill", target, headers, form, form.length()).getStatus()).isEqualTo(200);
  }

  @Test
  void shouldAnswerHeadWhenAProviderIsSupported() {
    WebhookResource resource = new WebhookResource(webhooks.intake());
    assertThat(resource.isThere("mandrill").getStatus()).isEqualTo(200);
    assertThat(resource.isThere("other").getStatus()).isEqualTo(404);
  }

  private Response post(
      String provider, String query, Map<String, String> headers, String body, int length) {
    return postTo(
        provider,
        "/webhooks/" + provider + "/" + WebhookFixture.CUSTOMER + query,
        headers,
        body,
        length);
  }

  private Response postTo(
      String provider, String target, Map<String, String> headers, String body, int length) {
    UriInfo uri = stub(UriInfo.class, Map.of("getRequestUri", URI.create("http://h" + target)));
    MultivaluedHashMap<String, String> all = new MultivaluedHashMap<>();
    headers.forEach(all::add);
    HttpHeaders came =
        stub(HttpHeaders.class, Map.of("getRequestHeaders", all, "getLength", length));
    return new WebhookResource(webhooks.intake())
        .receive(
            provider,
            WebhookFixture.CUSTOMER,
            uri,
            came,
            new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static <T> T stub(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answers.get(method.getName())));
  }
}
