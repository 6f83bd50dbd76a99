package dev.godwit.traffic;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Posts signed requests to the webhooks process until each is answered with 200, as providers do,
 * and some of them once more. Several senders work at once, each on a thread of its own.
 */
final class WebhookSender implements LiveTraffic.Sender {
  private static final int STEPS = 60;
  private static final int REPEATED_ONE_IN = 25;
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);
  private static final int OK = 200;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;
  private static final int INTERNAL_ERROR = 500;
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final Schedule schedule;
  private final Tally tally;
  private final ProviderRequests requests;
  private final Random random;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  WebhookSender(TrafficSettings settings, int number, Schedule schedule, Tally tally) {
    this.schedule = schedule;
    this.tally = tally;
    this.requests = new ProviderRequests(settings.keys(), settings::address);
    this.random = new Random(settings.seed() * 31 + number);
  }

  @Override
  public void run() {
    while (!schedule.isStopped() && tally.failure() == null) {
      Map<Provider, List<Schedule.Transmission>> byProvider = new EnumMap<>(Provider.class);
      for (Schedule.Transmission transmission : schedule.next(schedule.batch(STEPS))) {
        byProvider
            .computeIfAbsent(transmission.event().provider(), provider -> new ArrayList<>())
            .add(transmission);
      }
      byProvider.forEach(
          (provider, transmissions) -> requests.of(provider, transmissions).forEach(this::send));
    }
    close();
  }

  private void send(ProviderRequests.Request request) {
    if (!post(request)) {
      return;
    }
    request.transmissions().forEach(sent -> tally.acknowledged(sent, Route.WEBHOOK));
    if (random.nextInt(REPEATED_ONE_IN) == 0) {
      tally.repeatedRequest();
      post(request);
    }
  }

  /** True once it is answered with 200; false where it never will be. */
  private boolean post(ProviderRequests.Request request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.address())
            .timeout(ANSWER_TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofString(request.body()));
    request.headers().forEach(builder::header);
    HttpRequest http11 = builder.build();
    while (true) {
      try {
        HttpResponse<String> answer = http.send(http11, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == OK) {
          return true;
        }
        if (answer.statusCode() != TOO_MANY_REQUESTS
            && answer.statusCode() != UNAVAILABLE
            && answer.statusCode() < INTERNAL_ERROR) {
          tally.failed(
              "Expected status 200 for the webhook of %s, but found %d: %s"
                  .formatted(request.provider(), answer.statusCode(), answer.body().strip()));
          return false;
        }
        if (answer.body().contains("_KEY")) {
          tally.failed(answer.body().strip());
          return false;
        }
      } catch (IOException e) {
        // No answer: the request is posted again.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        tally.failed("Interrupted while posting to " + request.address());
        return false;
      }
      tally.retried();
      LockSupport.parkNanos(RETRY_NANOS);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
