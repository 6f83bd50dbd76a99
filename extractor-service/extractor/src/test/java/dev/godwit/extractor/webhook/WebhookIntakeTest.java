package dev.godwit.extractor.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

class WebhookIntakeTest {
  private static final String OPEN =
      "{\"RecordType\":\"Open\",\"MessageID\":\"m\",\"ReceivedAt\":\"2026-03-04T05:06:07Z\"}";

  private final Hooks hooks = new Hooks();

  @Test
  void aProviderWithoutAKeyIsClosedAndSaysWhatToSet() {
    for (String provider : List.of("sendgrid", "mailgun", "ses", "postmark", "mandrill")) {
      WebhookIntake.Answer answer = hooks.post(provider, Map.of(), "{}");
      assertThat(answer.status()).as(provider).isEqualTo(503);
      assertThat(answer.retryAfter()).isPositive();
      assertThat(answer.text()).contains("_KEY");
      assertThat(hooks.requests(provider, Outcome.NOT_SET_UP)).isEqualTo(1);
    }
    assertThat(hooks.log).isEmpty();
  }

  @Test
  void anUnknownProviderIsNotFoundAndMakesNoMetricOfItsOwn() {
    assertThat(hooks.post("evil{}", Map.of(), "{}").status()).isEqualTo(404);
    assertThat(hooks.requests("unknown", Outcome.UNKNOWN_PROVIDER)).isEqualTo(1);
    assertThat(hooks.intake().knows("mandrill")).isTrue();
    assertThat(hooks.intake().knows("evil{}")).isFalse();
  }

  @Test
  void aCustomerWithKeysOfItsOwnHasNoOther() {
    hooks
        .with("POSTMARK_KEY", "all:one")
        .with("POSTMARK_CUSTOMER_KEYS", "{\"acme-1\":\"own:two\",\"acme-3\":\"\"}");
    assertThat(hooks.post("postmark", "acme-1", basic("own:two"), OPEN).status()).isEqualTo(200);
    assertThat(hooks.post("postmark", "acme-1", basic("all:one"), OPEN).status()).isEqualTo(401);
    assertThat(hooks.post("postmark", "acme-2", basic("all:one"), OPEN).status()).isEqualTo(200);
    assertThat(hooks.post("postmark", "acme-2", basic("own:two"), OPEN).status()).isEqualTo(401);
    assertThat(hooks.post("postmark", "acme-3", basic("all:one"), OPEN).status()).isEqualTo(503);
  }

  @Test
  void aBodyThatIsTooBigIsRefusedWhetherItSaysSoOrNot() {
    hooks.with("POSTMARK_KEY", "a:b").with("MAX_BODY_BYTES", "100");
    String big = OPEN + " ".repeat(100);
    assertThat(hooks.post("postmark", basic("a:b"), big).status()).isEqualTo(413);
    WebhookIntake.Answer silent =
        hooks
            .intake()
            .take(
                new WebhookIntake.Arrival(
                    "postmark",
                    Hooks.CUSTOMER,
                    "/webhooks/postmark/acme-1",
                    basic("a:b"),
                    -1,
                    new ByteArrayInputStream(big.getBytes(StandardCharsets.UTF_8))));
    assertThat(silent.status()).isEqualTo(413);
    assertThat(hooks.requests("postmark", Outcome.TOO_BIG)).isEqualTo(2);
    assertThat(hooks.post("postmark", basic("a:b"), OPEN).status()).isEqualTo(200);
  }

  @Test
  void requestsAboveTheRateWaitEachCustomerForItself() {
    hooks.with("POSTMARK_KEY", "a:b").with("REQUESTS_PER_SECOND", "2").with("BURST", "3");
    for (int i = 0; i < 3; i++) {
      assertThat(hooks.post("postmark", basic("a:b"), OPEN).status()).isEqualTo(200);
    }
    WebhookIntake.Answer tooFast = hooks.post("postmark", basic("a:b"), OPEN);
    assertThat(tooFast.status()).isEqualTo(429);
    assertThat(tooFast.retryAfter()).isBetween(Duration.ofMillis(1), Duration.ofMillis(501));
    assertThat(hooks.post("postmark", "acme-2", basic("a:b"), OPEN).status()).isEqualTo(200);
    hooks.now = hooks.now.plus(tooFast.retryAfter());
    assertThat(hooks.post("postmark", basic("a:b"), OPEN).status()).isEqualTo(200);
    assertThat(hooks.requests("postmark", Outcome.TOO_FAST)).isEqualTo(1);
  }

  @Test
  void madeUpCustomersTakeNoMemory() {
    AtomicLong nanos = new AtomicLong();
    RequestRates rates = new RequestRates(1, 2, 5, nanos::get);
    for (int i = 0; i < 1_000; i++) {
      rates.take("postmark", "customer-" + i);
    }
    assertThat(rates.size()).isLessThanOrEqualTo(6);
    assertThat(rates.take("postmark", "another")).isPositive();
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(rates.take("postmark", "another")).isZero();
  }

  @Test
  void kafkaDownIsAnsweredWithATimeToTryAgain() {
    hooks.with("POSTMARK_KEY", "a:b");
    hooks.kafkaIsDown = true;
    WebhookIntake.Answer answer = hooks.post("postmark", basic("a:b"), OPEN);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.retryAfter()).isPositive();
    assertThat(hooks.requests("postmark", Outcome.UNAVAILABLE)).isEqualTo(1);
    assertThat(hooks.events("postmark", "accepted")).isZero();
  }

  @Test
  void aFlawOfThisProcessIsAnsweredAndCounted() {
    hooks.with("POSTMARK_KEY", "a:b");
    hooks.isBroken = true;
    WebhookIntake.Answer answer = hooks.post("postmark", basic("a:b"), OPEN);
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text()).doesNotContain("a flaw");
    assertThat(hooks.requests("postmark", Outcome.FAILED)).isEqualTo(1);
  }

  @Test
  void aProviderThatTellsOneEventNeedsNoBigBody() {
    hooks.with("MAILGUN_KEY", "k").with("SES_KEY", "arn").with("MANDRILL_KEY", "k");
    String big = " ".repeat(512 << 10);
    assertThat(hooks.post("mailgun", Map.of(), big).status()).isEqualTo(413);
    assertThat(hooks.post("ses", Map.of(), big + " ").status()).isEqualTo(413);
    assertThat(hooks.post("mandrill", Map.of(), " ".repeat(10 << 20)).status()).isEqualTo(401);
  }

  @Test
  void bodiesShareAMemoryThatIsGivenBack() throws Exception {
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
  void settingsThatMakeNoSenseAreToldAtOnceAndWithoutSecrets() {
    assertThatThrownBy(() -> new Hooks().with("BURST", "many").intake())
        .hasMessageContaining("GODWIT_WEBHOOK_BURST")
        .hasMessageContaining("many");
    assertThatThrownBy(() -> new Hooks().with("TOLERANCE", "soon").intake())
        .hasMessageContaining("GODWIT_WEBHOOK_TOLERANCE");
    assertThatThrownBy(() -> new Hooks().with("SES_MESSAGE_ID", "id").intake())
        .hasMessageContaining("GODWIT_WEBHOOK_SES_MESSAGE_ID");
    assertThatThrownBy(() -> new Hooks().with("SES_CUSTOMER_KEYS", "secret").intake())
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
    };
  }

  private static Map<String, String> basic(String credentials) {
    return Map.of(
        "authorization",
        "Basic "
            + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
  }
}
