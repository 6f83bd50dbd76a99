package dev.godwit.extractor.webhook;

import dev.godwit.wire.live.LiveEvents;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * The way of a provider's request: limits, then signature and format, then the log, then the
 * answer. Thread-safe.
 */
final class WebhookIntake {
  /** How long a provider should wait that nobody has configured. */
  static final Duration UNTIL_SET_UP = Duration.ofMinutes(5);

  private static final Logger LOG = Logger.getLogger(WebhookIntake.class);
  private static final int OK = 200;
  private static final int FAILED = 500;
  private static final String UNKNOWN = "unknown";

  private final Map<String, MailProvider> providers = new HashMap<>();
  private final WebhookSettings settings;
  private final RequestRates rates;
  private final BodyBudget budget;
  private final LiveLog log;
  private final WebhookMetrics metrics;
  private final Clock clock;

  WebhookIntake(
      List<MailProvider> providers,
      WebhookSettings settings,
      RequestRates rates,
      BodyBudget budget,
      LiveLog log,
      WebhookMetrics metrics,
      Clock clock) {
    providers.forEach(provider -> this.providers.put(provider.name(), provider));
    this.settings = settings;
    this.rates = rates;
    this.budget = budget;
    this.log = log;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * A request before its body is read.
   *
   * @param target path and query, still encoded
   * @param headers by lower-case name
   * @param declaredBytes length of the body; negative where the sender does not say
   */
  record Arrival(
      String provider,
      String customer,
      String target,
      Map<String, String> headers,
      long declaredBytes,
      InputStream body) {}

  /**
   * An answer.
   *
   * @param retryAfter null where trying again does not help or is not needed
   */
  record Answer(int status, String text, Duration retryAfter) {}

  boolean knows(String provider) {
    return providers.containsKey(provider);
  }

  /** Takes a request in, and answers when all its events are in the log. */
  Answer take(Arrival arrival) {
    String provider = knows(arrival.provider()) ? arrival.provider() : UNKNOWN;
    try {
      Told told = accept(arrival);
      metrics.events(provider, told.events().size(), told.ignored());
      metrics.request(provider, told.outcome());
      return new Answer(
          OK,
          "%s: %d accepted, %d ignored"
              .formatted(told.outcome().label(), told.events().size(), told.ignored()),
          null);
    } catch (Refusal refusal) {
      metrics.request(provider, refusal.outcome());
      LOG.debugf(
          "A request of %s was refused, %s: %s",
          provider, refusal.outcome().label(), refusal.getMessage());
      return new Answer(refusal.status(), refusal.getMessage(), refusal.retryAfter());
    } catch (RuntimeException e) {
      metrics.request(provider, Outcome.FAILED);
      LOG.errorf(e, "A request of %s could not be dealt with.", provider);
      return new Answer(
          FAILED,
          "Expected to deal with the request, found an error of this process; see its log. Send it again.",
          null);
    }
  }

  private Told accept(Arrival arrival) throws Refusal {
    MailProvider provider = provider(arrival.provider());
    String customer = arrival.customer();
    if (customer.isBlank()
        || customer.length() > LiveEvents.LONGEST_CUSTOMER
        || customer.chars().anyMatch(Character::isISOControl)) {
      throw new Refusal(404, Outcome.NOT_SET_UP, "Expected a customer's id.", null, null);
    }
    ProviderSettings its = settings.providers().get(provider.name());
    if (its.keysOf(customer).isEmpty()) {
      throw notSetUp(provider);
    }
    Duration wait = rates.take(provider.name(), customer);
    if (!wait.isZero()) {
      throw new Refusal(
          429,
          Outcome.TOO_FAST,
          "Expected at most %s requests a second, found more. Send it again later, or raise GODWIT_WEBHOOK_REQUESTS_PER_SECOND."
              .formatted(settings.requestsPerSecond()),
          wait,
          null);
    }
    int maxBytes = provider.maxBodyBytes(its.maxBodyBytes());
    try (BodyBudget.Body body =
        budget.read(arrival.body(), arrival.declaredBytes(), maxBytes, provider.weight())) {
      WebhookRequest request =
          new WebhookRequest(
              customer, arrival.target(), arrival.headers(), body.bytes(), clock.instant());
      Told told = provider.read(request, its);
      if (!told.events().isEmpty()) {
        log.append(told.events());
      }
      told.acknowledged().run();
      return told;
    } catch (IOException e) {
      throw Refusal.unreadable("Expected a whole body, found the connection closed.");
    }
  }

  private MailProvider provider(String name) throws Refusal {
    MailProvider provider = providers.get(name);
    if (provider == null) {
      throw new Refusal(
          404,
          Outcome.UNKNOWN_PROVIDER,
          "Expected one of %s, found another provider. Correct the address."
              .formatted(providers.keySet().stream().sorted().toList()),
          null,
          null);
    }
    return provider;
  }

  private static Refusal notSetUp(MailProvider provider) {
    return new Refusal(
        503,
        Outcome.NOT_SET_UP,
        "Expected a key for %s and this customer, found none. Set %s%s_KEY, then start the extractor again."
            .formatted(
                provider.name(),
                WebhookSettings.PREFIX,
                provider.name().toUpperCase(java.util.Locale.ROOT)),
        UNTIL_SET_UP,
        null);
  }
}
