package dev.godwit.traffic;

import dev.godwit.sampledata.SampleSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Sends opens and clicks of one customer by all three routes, from {@link #start} to {@link #stop}.
 * An event is sent again until it is acknowledged, so any process may be killed meanwhile.
 * Thread-safe.
 */
public final class LiveTraffic implements AutoCloseable {
  /**
   * Sends the events of one route. {@link #run()} returns once the schedule is stopped and every
   * event that it sent is acknowledged, or on a failure that no retry mends.
   */
  interface Sender extends Runnable, AutoCloseable {
    @Override
    void close();
  }

  private static final int TABLE_SENDERS = 3;
  private static final int WEBHOOK_SENDERS = 6;

  private final TrafficSettings settings;
  private final Tally tally = new Tally();
  private final Map<Route, Schedule> schedules = new EnumMap<>(Route.class);
  private final List<Sender> senders = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Script script;
  private final Arrivals arrivals;
  private final long begunNanos = System.nanoTime();
  private long lastKey = -1;
  private volatile Duration length;

  private LiveTraffic(TrafficSettings settings, EmailPool emails, SampleRows sample) {
    this.settings = settings;
    this.script = new Script(settings.seed(), emails);
    this.arrivals = new Arrivals(settings.customer(), settings.kafka(), script, sample);
    for (Route route : Route.values()) {
      schedules.put(
          route,
          new Schedule(
              route, script, new Pace(settings.eventsPerSecond() / Route.values().length)));
    }
    senders.add(
        new TopicSender(
            settings.customer(),
            settings.seed(),
            settings.kafka(),
            schedules.get(Route.TOPIC),
            tally));
    for (int i = 0; i < TABLE_SENDERS; i++) {
      senders.add(new TableSender(settings, i, schedules.get(Route.TABLE), tally));
    }
    for (int i = 0; i < WEBHOOK_SENDERS; i++) {
      senders.add(new WebhookSender(settings, i, schedules.get(Route.WEBHOOK), tally));
    }
  }

  /**
   * Starts the traffic of a sample customer.
   *
   * @param spec the specification that the customer was made from
   */
  public static LiveTraffic start(TrafficSettings settings, SampleSpec spec) {
    LiveTraffic traffic = of(settings, spec);
    for (Sender sender : traffic.senders) {
      traffic.threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("live-" + traffic.threads.size())
              .start(() -> traffic.watched(sender)));
    }
    return traffic;
  }

  private void watched(Sender sender) {
    try {
      sender.run();
    } catch (RuntimeException e) {
      tally.failed("Sending live events: " + e);
    }
  }

  /** From now on sends also events that only the ledger of an open window accounts for. */
  public void windowIsOpen() {
    schedules.values().forEach(Schedule::windowIsOpen);
  }

  /**
   * Stops, and waits until every event is acknowledged. At the end it writes one more row into the
   * source's table, whose key is above all others.
   *
   * @throws TrafficException where an event is not acknowledged within the timeout, or could not be
   *     sent at all
   */
  public void stop(Duration timeout) throws InterruptedException {
    schedules.values().forEach(Schedule::stop);
    long deadline = System.nanoTime() + timeout.toNanos();
    for (Thread thread : threads) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      thread.join(Math.max(1, left));
      if (thread.isAlive()) {
        throw new TrafficException(
            "Expected an acknowledgement of every event within %s, but some have none. Look at the logs of the broker and the webhooks process."
                .formatted(timeout));
      }
    }
    requireSent();
    if (lastKey < 0) {
      length = Duration.ofNanos(System.nanoTime() - begunNanos);
      Schedule.Transmission last = schedules.get(Route.TABLE).last();
      try (TableSender sender = new TableSender(settings, -1, schedules.get(Route.TABLE), tally)) {
        List<Long> keys = sender.write(List.of(last), 0);
        requireSent();
        lastKey = keys.getLast();
      }
    }
  }

  /**
   * After {@link #stop}: waits until the tail is settled up to the last row. To see the last row is
   * not enough: rows of a transaction that commits late follow rows with a higher key.
   *
   * @throws TrafficException where it is not settled within the timeout
   */
  public void awaitTail(Duration timeout) throws InterruptedException {
    try (TailProgress tail = new TailProgress(settings.customer(), settings.kafka())) {
      tail.awaitSettled(lastKey, timeout);
    }
  }

  private void requireSent() {
    if (tally.failure() != null) {
      throw new TrafficException(tally.failure());
    }
  }

  /** The events that arrived in the live topic. For use by one thread at a time. */
  public Arrivals arrivals() {
    return arrivals;
  }

  /** Different events that must be in the target, each once. */
  public long distinctSound() {
    return tally.distinctSound();
  }

  /** Figures up to now. */
  public TrafficTotals sent() {
    Duration ended = length;
    return tally.totals(ended == null ? Duration.ofNanos(System.nanoTime() - begunNanos) : ended);
  }

  private static LiveTraffic of(TrafficSettings settings, SampleSpec spec) {
    try (Connection source = settings.openSource()) {
      return new LiveTraffic(settings, EmailPool.of(source, spec), SampleRows.of(source, spec));
    } catch (SQLException e) {
      throw new TrafficException("Reading the rows of the source: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    schedules.values().forEach(Schedule::stop);
    senders.forEach(
        sender -> {
          // A thread that still waits for an answer ends with it, or with the program.
          if (sender instanceof TopicSender) {
            sender.close();
          }
        });
    arrivals.close();
  }
}
