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
 * Posts signed requests to the webhooks process until each is answered 200, as providers do, and
 * now and then the same request once more. Several of them work at once, each on a thread of its
 * own.
 */
final class WebhookSender implements Sender {
  private static final int STEPS = 60;
  private static final int REPEATED_ONE_IN = 25;
  private static final int OK = 200;
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;
  private static final int INTERNAL_ERROR = 500;
  private static final long BEFORE_TRYING_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final Course course;
  private final Tally tally;
  private final ProviderRequests requests;
  private final Random random;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  WebhookSender(TrafficSettings settings, int number, Course course, Tally tally) {
    this.course = course;
    this.tally = tally;
    this.requests = new ProviderRequests(settings.keys(), settings::address);
    this.random = new Random(settings.seed() * 31 + number);
  }

  @Override
  public void run() {
    while (!course.isStopped() && tally.failure() == null) {
      Map<Provider, List<Course.Sending>> byProvider = new EnumMap<>(Provider.class);
      for (Course.Sending sending : course.next(course.batch(STEPS))) {
        byProvider
            .computeIfAbsent(sending.event().provider(), provider -> new ArrayList<>())
            .add(sending);
      }
      byProvider.forEach(
          (provider, sendings) -> requests.of(provider, sendings).forEach(this::send));
    }
    close();
  }

  private void send(ProviderRequests.Request request) {
    if (!post(request)) {
      return;
    }
    for (Course.Sending sending : request.sendings()) {
      tally.acknowledged(sending.event(), Way.WEBHOOK, sending.telling());
    }
    if (random.nextInt(REPEATED_ONE_IN) == 0) {
      tally.repeatedRequest();
      post(request);
    }
  }

  /** True when it was answered 200; false when it never will be. */
  private boolean post(ProviderRequests.Request request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.address())
            .timeout(ProviderRequests.patience())
            .POST(HttpRequest.BodyPublishers.ofString(request.body()));
    request.headers().forEach(builder::header);
    HttpRequest http11 = builder.build();
    while (true) {
      try {
        HttpResponse<String> answer = http.send(http11, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == OK) {
          return true;
        }
        if (answer.statusCode() != TOO_MANY
            && answer.statusCode() != UNAVAILABLE
            && answer.statusCode() < INTERNAL_ERROR) {
          tally.failed(
              "Expected the webhook of %s to be answered 200, found %d: %s"
                  .formatted(request.provider(), answer.statusCode(), answer.body().strip()));
          return false;
        }
        if (answer.body().contains("_KEY")) {
          tally.failed(answer.body().strip());
          return false;
        }
      } catch (IOException e) {
        // As if there had been no answer.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        tally.failed("Interrupted while posting to " + request.address());
        return false;
      }
      tally.triedAgain();
      LockSupport.parkNanos(BEFORE_TRYING_AGAIN_NANOS);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
