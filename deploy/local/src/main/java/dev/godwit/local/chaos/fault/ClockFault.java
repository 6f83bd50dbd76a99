package dev.godwit.local.chaos.fault;

import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Port;
import dev.godwit.local.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The wall clock of a service steps in the middle of its work; the service has been started with
 * such a clock before the run. It took place once the service itself gave the other time. While the
 * clock is wrong no age or duration that the orchestrator shows may be negative.
 */
public final class ClockFault extends TimedFault {
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final Duration FOR_A_WHILE = Duration.ofSeconds(8);
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
  private static final Pattern NOW = Pattern.compile("\"now\"\\s*:\\s*\"([^\"]+)\"");
  private static final Pattern NEGATIVE = Pattern.compile("(?m)^godwit_\\S*seconds\\S* -\\d.*$");

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final Part part;
  private final int hours;
  private final boolean back;
  private SteppedClock clock;
  private Disturbed of;
  private volatile boolean stepped;

  /**
   * @param hours of the step; negative for one back
   * @param back whether the clock is corrected in the middle of the run, and not only after it
   */
  public ClockFault(Part part, int hours, boolean back, Trigger trigger) {
    super(trigger);
    this.part = part;
    this.hours = hours;
    this.back = back;
  }

  @Override
  void prepare(Disturbed disturbed) {
    of = disturbed;
    Stack stack = disturbed.stack();
    clock = new SteppedClock(stack.settings().dir().resolve("work").resolve("clock"));
    clock.set(0);
    restart(new Stack(clock.of(stack.settings())));
  }

  private void restart(Stack with) {
    of.keepDown(part);
    of.use(part, with);
    with.stop(EnumSet.of(part), line -> {});
    with.start(EnumSet.of(part), line -> {});
    of.release(part);
  }

  @Override
  void disturb(Disturbed disturbed) {
    clock.set(hours);
    stepped = disturbed.await(LONGEST, this::isStepped);
    long begun = System.nanoTime();
    disturbed.await(
        back ? LONGEST : TRIGGER_TIMEOUT,
        () -> {
          requireNoneNegative();
          return back && System.nanoTime() - begun > FOR_A_WHILE.toNanos();
        });
  }

  private boolean isStepped() {
    Matcher now = NOW.matcher(get(part.managementPort(), "/info"));
    return now.find()
        && Duration.between(Instant.parse(now.group(1)), Instant.now())
                .abs()
                .compareTo(HALF_AN_HOUR)
            > 0;
  }

  private void requireNoneNegative() {
    Matcher negative = NEGATIVE.matcher(get(Port.ORCHESTRATOR_MANAGEMENT, "/q/metrics"));
    if (negative.find()) {
      throw new IllegalStateException("Expected no negative time, but found " + negative.group());
    }
  }

  /** The answer; empty where there is none. */
  private String get(Port port, String path) {
    URI address =
        URI.create(of.stack().settings().http() + of.stack().settings().port(port) + path);
    try {
      return http.send(
              HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(2)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  @Override
  void mend(Disturbed disturbed) {
    clock.set(0);
  }

  @Override
  void cleanUp() {
    if (of != null) {
      restart(of.stack());
    }
    http.close();
  }

  @Override
  boolean tookPlace() {
    return stepped;
  }

  @Override
  public String toString() {
    return "clock of the %s %+d h %s, corrected %s"
        .formatted(part.label(), hours, when(), back ? "8 s later" : "after the run");
  }
}
