package dev.godwit.webhooks.intake;

import dev.godwit.webhooks.limits.BodyBudget;
import dev.godwit.webhooks.limits.RateLimits;
import dev.godwit.webhooks.outbound.LiveTopic;
import dev.godwit.webhooks.providers.MailProvider;
import dev.godwit.webhooks.providers.ProviderEvents;
import dev.godwit.webhooks.providers.ProviderSettings;
import dev.godwit.webhooks.request.Outcome;
import dev.godwit.webhooks.request.Refusal;
import dev.godwit.webhooks.request.WebhookRequest;
import dev.godwit.wire.live.LiveEvents;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Takes one provider request through the limits, the signature check, the provider's format and the
 * topic, and then makes the answer. A request is answered 200 only after Kafka acknowledged all its
 * events. Thread-safe.
 */
public final class WebhookIntake {
  private static final Logger LOG = Logger.getLogger(WebhookIntake.class);
  private static final int OK = 200;
  private static final int FAILED = 500;
  private static final String UNKNOWN = "unknown";
  private static final Duration NOTABLE_STEP = Duration.ofSeconds(30);
  private static final Duration RETRY_AFTER_STEP = Duration.ofMinutes(1);

  private final Map<String, MailProvider> providers = new HashMap<>();
  private final IntakePolicy policy;
  private final RateLimits rates;
  private final BodyBudget budget;
  private final LiveTopic topic;
  private final WebhookMetrics metrics;
  private final Clock clock;
  private final Supplier<Duration> stepped;
  private final AtomicBoolean said = new AtomicBoolean();

  /**
   * @param stepped how far the clock has stepped since the start
   */
  WebhookIntake(
      List<MailProvider> providers,
      IntakePolicy policy,
      RateLimits rates,
      BodyBudget budget,
      LiveTopic topic,
      WebhookMetrics metrics,
      Clock clock,
      Supplier<Duration> stepped) {
    providers.forEach(provider -> this.providers.put(provider.name(), provider));
    this.policy = policy;
    this.rates = rates;
    this.budget = budget;
    this.topic = topic;
    this.metrics = metrics;
    this.clock = clock;
    this.stepped = stepped;
  }

  /**
   * A request whose body is not read yet.
   *
   * @param target path and query, still encoded
   * @param headers first value of each header, by lower-case name
   * @param declaredBytes length of the body; negative where the sender declares none
   */
  public record Arrival(
      String provider,
      String customer,
      String target,
      Map<String, String> headers,
      long declaredBytes,
      InputStream body) {}

  /**
   * An answer.
   *
   * @param retryAfter null where a retry does not help or is not needed
   */
  public record Answer(int status, String text, Duration retryAfter) {}

  boolean knows(String provider) {
    return providers.containsKey(provider);
  }

  /** Accepts or refuses a request; returns once the outcome is final. */
  public Answer take(Arrival arrival) {
    String provider = knows(arrival.provider()) ? arrival.provider() : UNKNOWN;
    try {
      ProviderEvents read = acceptByTheClock(arrival);
      int unreadable = read.unreadable().size();
      metrics.events(provider, read.events().size(), read.ignored(), unreadable);
      metrics.request(provider, read.outcome());
      return new Answer(
          OK,
          "%s: %d accepted, %d ignored%s"
              .formatted(
                  read.outcome().label(),
                  read.events().size(),
                  read.ignored(),
                  unreadable == 0 ? "" : ", %d unreadable and kept".formatted(unreadable)),
          null);
    } catch (Refusal refusal) {
      metrics.request(provider, refusal.outcome());
      LOG.debugf(
          "provider=%s: refused a request as %s: %s",
          provider, refusal.outcome().label(), refusal.getMessage());
      return new Answer(refusal.status(), refusal.getMessage(), refusal.retryAfter());
    } catch (RuntimeException e) {
      metrics.request(provider, Outcome.FAILED);
      LOG.errorf(e, "provider=%s: a request failed and is answered 500", provider);
      return new Answer(
          FAILED,
          "Expected to process the request, found an error of this process; see its log. Send it"
              + " again.",
          null);
    }
  }

  /**
   * A provider may give an event up that is refused for good, so a request is not called too old by
   * a clock that has stepped.
   */
  private ProviderEvents acceptByTheClock(Arrival arrival) throws Refusal {
    try {
      return accept(arrival);
    } catch (Refusal refusal) {
      Duration step = stepped.get();
      if (refusal.outcome() == Outcome.TOO_OLD && step.abs().compareTo(NOTABLE_STEP) > 0) {
        if (said.compareAndSet(false, true)) {
          LOG.errorf(
              "The clock of this machine has stepped by %s since the start: correct it, and restart"
                  + " the webhooks process. Requests that it finds too old are answered with 503.",
              step);
        }
        throw Refusal.unavailable(
            "Expected a right clock in this process, found that it has stepped. Send it again"
                + " later.",
            RETRY_AFTER_STEP,
            refusal);
      }
      throw refusal;
    }
  }

  private ProviderEvents accept(Arrival arrival) throws Refusal {
    MailProvider provider = provider(arrival.provider());
    String customer = arrival.customer();
    if (customer.isBlank()
        || customer.length() > LiveEvents.LONGEST_CUSTOMER
        || customer.chars().anyMatch(Character::isISOControl)) {
      throw Refusal.unknownCustomer("Expected a customer's id.");
    }
    ProviderSettings settings = policy.providers().get(provider.name());
    if (settings.keysOf(customer).isEmpty()) {
      throw Refusal.notSetUp(
          "Expected a key for %s and this customer, found none. Set %s%s_KEY, then restart the webhooks process."
              .formatted(
                  provider.name(), IntakePolicy.PREFIX, provider.name().toUpperCase(Locale.ROOT)));
    }
    Duration wait = rates.take(provider.name(), customer);
    if (!wait.isZero()) {
      throw Refusal.tooFast(
          "Expected at most %s requests a second, found more. Send it again later, or raise GODWIT_WEBHOOK_REQUESTS_PER_SECOND."
              .formatted(policy.requestsPerSecond()),
          wait);
    }
    int maxBytes = provider.maxBodyBytes(settings.maxBodyBytes());
    try (BodyBudget.Body body =
        budget.read(arrival.body(), arrival.declaredBytes(), maxBytes, provider.weight())) {
      WebhookRequest request =
          new WebhookRequest(
              customer, arrival.target(), arrival.headers(), body.bytes(), clock.instant());
      ProviderEvents read = provider.read(request, settings);
      if (!read.events().isEmpty() || !read.unreadable().isEmpty()) {
        topic.append(
            read.events(),
            read.unreadable().stream()
                .map(bytes -> new LiveTopic.UnreadableEvent(customer, provider.name(), bytes))
                .toList());
      }
      if (!read.unreadable().isEmpty()) {
        LOG.warnf(
            "provider=%s customer=%s: %d of %d events of a request cannot be read; they are kept in the live topic and will be quarantined",
            provider.name(),
            customer,
            read.unreadable().size(),
            read.unreadable().size() + read.events().size() + read.ignored());
      }
      read.acknowledged().run();
      return read;
    } catch (IOException e) {
      throw Refusal.unreadable("Expected a whole body, found the connection closed.");
    }
  }

  private MailProvider provider(String name) throws Refusal {
    MailProvider provider = providers.get(name);
    if (provider == null) {
      throw Refusal.unknownProvider(
          "Expected one of %s, found another provider. Correct the address."
              .formatted(providers.keySet().stream().sorted().toList()));
    }
    return provider;
  }
}
