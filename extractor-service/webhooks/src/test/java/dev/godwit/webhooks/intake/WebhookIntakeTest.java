package dev.godwit.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.webhooks.limits.BodyBudget;
import dev.godwit.webhooks.limits.RateLimits;
import dev.godwit.webhooks.request.Outcome;
import dev.godwit.webhooks.request.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

public class WebhookIntakeTest {
  private static final String OPEN =
      "{\"RecordType\":\"Open\",\"MessageID\":\"m\",\"ReceivedAt\":\"2026-03-04T05:06:07Z\"}";

  private final WebhookFixture webhooks = new WebhookFixture();

  @Test
  void shouldRefuseAndNameTheSettingWhenAProviderHasNoKey() {
    for (String provider : List.of("sendgrid", "mailgun", "ses", "postmark", "mandrill")) {
      WebhookIntake.Answer answer = webhooks.post(provider, Map.of(), "{}");
      assertThat(answer.status()).as(provider).isEqualTo(503);
      assertThat(answer.retryAfter()).isPositive();
      assertThat(answer.text()).contains("_KEY");
      assertThat(webhooks.requests(provider, Outcome.NOT_SET_UP)).isEqualTo(1);
    }
    assertThat(webhooks.log).isEmpty();
  }

  @Test
  void shouldCountUnderUnknownWhenTheProviderIsUnknown() {
    assertThat(webhooks.post("evil{}", Map.of(), "{}").status()).isEqualTo(404);
    assertThat(webhooks.requests("unknown", Outcome.UNKNOWN_PROVIDER)).isEqualTo(1);
    assertThat(webhooks.intake().knows("mandrill")).isTrue();
    assertThat(webhooks.intake().knows("evil{}")).isFalse();
  }

  @Test
  void shouldAcceptOnlyItsKeysWhenACustomerHasSome() {
    webhooks
        .with("POSTMARK_KEY", "all:one")
        .with("POSTMARK_CUSTOMER_KEYS", "{\"acme-1\":\"own:two\",\"acme-3\":\"\"}");
    assertThat(webhooks.post("postmark", "acme-1", basic("own:two"), OPEN).status()).isEqualTo(200);
    assertThat(webhooks.post("postmark", "acme-1", basic("all:one"), OPEN).status()).isEqualTo(401);
    assertThat(webhooks.post("postmark", "acme-2", basic("all:one"), OPEN).status()).isEqualTo(200);
    assertThat(webhooks.post("postmark", "acme-2", basic("own:two"), OPEN).status()).isEqualTo(401);
    assertThat(webhooks.post("postmark", "acme-3", basic("all:one"), OPEN).status()).isEqualTo(503);
  }

  @Test
  void shouldRefuseABodyWhenItIsTooBigWithOrWithoutALength() {
    webhooks.with("POSTMARK_KEY", "a:b").with("MAX_BODY_BYTES", "100");
    String big = OPEN + " ".repeat(100);
    assertThat(webhooks.post("postmark", basic("a:b"), big).status()).isEqualTo(413);
    WebhookIntake.Answer silent =
        webhooks
            .intake()
            .take(
                new WebhookIntake.Arrival(
                    "postmark",
                    WebhookFixture.CUSTOMER,
                    "/webhooks/postmark/acme-1",
                    basic("a:b"),
                    -1,
                    new ByteArrayInputStream(big.getBytes(StandardCharsets.UTF_8))));
    assertThat(silent.status()).isEqualTo(413);
    assertThat(webhooks.requests("postmark", Outcome.TOO_BIG)).isEqualTo(2);
    assertThat(webhooks.post("postmark", basic("a:b"), OPEN).status()).isEqualTo(200);
  }

  @Test
  void shouldLimitEachCustomerByItselfWhenTheRateIsExceeded() {
    webhooks.with("POSTMARK_KEY", "a:b").with("REQUESTS_PER_SECOND", "2").with("BURST", "3");
    for (int i = 0; i < 3; i++) {
      assertThat(webhooks.post("postmark", basic("a:b"), OPEN).status()).isEqualTo(200);
    }
    WebhookIntake.Answer tooFast = webhooks.post("postmark", basic("a:b"), OPEN);
    assertThat(tooFast.status()).isEqualTo(429);
    assertThat(tooFast.retryAfter()).isBetween(Duration.ofMillis(1), Duration.ofMillis(501));
    assertThat(webhooks.post("postmark", "acme-2", basic("a:b"), OPEN).status()).isEqualTo(200);
    webhooks.now = webhooks.now.plus(tooFast.retryAfter());
    assertThat(webhooks.post("postmark", basic("a:b"), OPEN).status()).isEqualTo(200);
    assertThat(webhooks.requests("postmark", Outcome.TOO_FAST)).isEqualTo(1);
  }

  @Test
  void shouldHoldFewBucketsWhenCustomersAreInvented() {
    AtomicLong nanos = new AtomicLong();
    RateLimits rates = new RateLimits(1, 2, 5, nanos::get);
    for (int i = 0; i < 1_000; i++) {
      rates.take("postmark", "customer-" + i);
    }
    assertThat(rates.size()).isLessThanOrEqualTo(6);
    assertThat(rates.take("postmark", "another")).isPositive();
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(rates.take("postmark", "another")).isZero();
  }

  @Test
  void shouldAnswerWithRetryAfterWhenKafkaIsDown() {
    webhooks.with("POSTMARK_KEY", "a:b");
    webhooks.kafkaIsDown = true;
    WebhookIntake.Answer answer = webhooks.post("postmark", basic("a:b"), OPEN);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.retryAfter()).isPositive();
    assertThat(webhooks.requests("postmark", Outcome.UNAVAILABLE)).isEqualTo(1);
    assertThat(webhooks.events("postmark", "accepted")).isZero();
  }

  @Test
  void shouldAnswer500AndCountWhenTheProcessFails() {
    webhooks.with("POSTMARK_KEY", "a:b");
    webhooks.isBroken = true;
    WebhookIntake.Answer answer = webhooks.post("postmark", basic("a:b"), OPEN);
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text()).doesNotContain("a flaw");
    assertThat(webhooks.requests("postmark", Outcome.FAILED)).isEqualTo(1);
  }

  @Test
  void shouldRefuseABigBodyWhenAProviderSendsOneEventAtATime() {
    webhooks.with("MAILGUN_KEY", "k").with("SES_KEY", "arn").with("MANDRILL_KEY", "k");
    String big = " ".repeat(512 << 10);
    assertThat(webhooks.post("mailgun", Map.of(), big).status()).isEqualTo(413);
    assertThat(webhooks.post("ses", Map.of(), big + " ").status()).isEqualTo(413);
    assertThat(webhooks.post("mandrill", Map.of(), " ".repeat(10 << 20)).status()).isEqualTo(401);
  }

  @Test
  void shouldReleaseMemoryWhenABodyIsClosed() throws Exception {
    BodyBudget budget = new BodyBudget(5 << 20);
    int free = budget.freeKibibytes();
    BodyBudget.Body first = budget.read(zeros(1 << 20), 1 << 20, 1 << 20, 4);
    assertThat(first.bytes()).hasSize(1 << 20);
    assertThat(free - budget.freeKibibytes()).isBetween(4 << 10, (4 << 10) + 256);
    BodyBudget.Body small = budget.read(zeros(10), 10, 1 << 20, 4);
    small.close();
    assertThatThrownBy(() -> budget.read(zeros(1 << 20), 1 << 20, 1 << 20, 4))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.status()).isEqualTo(503);
              assertThat(refusal.outcome()).isEqualTo(Outcome.BUSY);
            });
    first.close();
    assertThatThrownBy(() -> budget.read(brokenOff(), 10, 1 << 20, 4))
        .isInstanceOf(IOException.class);
    assertThat(budget.freeKibibytes()).isEqualTo(free);
  }

  @Test
  void shouldNameTheSettingAndNoSecretWhenAValueMakesNoSense() {
    assertThatThrownBy(() -> new WebhookFixture().with("BURST", "many").intake())
        .hasMessageContaining("GODWIT_WEBHOOK_BURST")
        .hasMessageContaining("many");
    assertThatThrownBy(() -> new WebhookFixture().with("TOLERANCE", "soon").intake())
        .hasMessageContaining("GODWIT_WEBHOOK_TOLERANCE");
    assertThatThrownBy(() -> new WebhookFixture().with("SES_MESSAGE_ID", "id").intake())
        .hasMessageContaining("GODWIT_WEBHOOK_SES_MESSAGE_ID");
    for (String wrong : new String[] {"ip", "ip=ip", "no-name=/ip", "ip=/ip ip=/other"}) {
      assertThatThrownBy(() -> new WebhookFixture().with("SENDGRID_FIELDS", wrong).intake())
          .as(wrong)
          .hasMessageContaining("GODWIT_WEBHOOK_SENDGRID_FIELDS");
    }
    assertThatThrownBy(() -> new WebhookFixture().with("SES_CUSTOMER_KEYS", "secret").intake())
        .hasMessageContaining("GODWIT_WEBHOOK_SES_CUSTOMER_KEYS")
        .hasMessageNotContaining("secret,");
  }

  private static InputStream zeros(int count) {
    return new ByteArrayInputStream(new byte[count]);
  }

  private static InputStream brokenOff() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("gone");
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return read();
      }
    };
  }

  private static Map<String, String> basic(String credentials) {
    return Map.of(
        "authorization",
        "Basic "
            + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
  }
}
