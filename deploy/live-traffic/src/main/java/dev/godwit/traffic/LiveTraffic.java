package dev.godwit.traffic;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Opens and clicks of one customer, by all three ways, from {@link #start} to {@link #stop}. What
 * is not acknowledged is sent again until it is, whatever is down meanwhile. Thread-safe.
 */
public final class LiveTraffic implements AutoCloseable {
  private static final int TABLE_SENDERS = 3;
  private static final int WEBHOOK_SENDERS = 6;

  private final TrafficSettings settings;
  private final Tally tally = new Tally();
  private final Map<Way, Course> courses = new EnumMap<>(Way.class);
  private final List<Sender> senders = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Script script;
  private final Arrivals arrivals;
  private final long begunNanos = System.nanoTime();
  private long lastKey = -1;
  private volatile Duration length;

  private LiveTraffic(TrafficSettings settings, EmailPool emails) {
    this.settings = settings;
    this.script = new Script(settings.seed(), emails);
    this.arrivals = new Arrivals(settings.customer(), settings.kafka(), script);
    for (Way way : Way.values()) {
      courses.put(
          way, new Course(way, script, new Pace(settings.eventsPerSecond() / Way.values().length)));
    }
    senders.add(
        new TopicSender(
            settings.customer(), settings.seed(), settings.kafka(), courses.get(Way.TOPIC), tally));
    for (int i = 0; i < TABLE_SENDERS; i++) {
      senders.add(new TableSender(settings, i, courses.get(Way.TABLE), tally));
    }
    for (int i = 0; i < WEBHOOK_SENDERS; i++) {
      senders.add(new WebhookSender(settings, i, courses.get(Way.WEBHOOK), tally));
    }
  }

  /**
   * Begins.
   *
   * @param emails what the events are of
   */
  public static LiveTraffic start(TrafficSettings settings, EmailPool emails) {
    LiveTraffic traffic = new LiveTraffic(settings, emails);
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

  /** From now on also events that can only be sent in a window, since their place is the ledger. */
  public void windowIsOpen() {
    courses.values().forEach(Course::windowIsOpen);
  }

  /**
   * Stops, and waits until all that was sent is acknowledged. Last of all one more row is written
   * into the old table: its key is above all others.
   *
   * @throws TrafficException where it is not in so long a time, or could not be sent at all
   */
  public void stop(Duration patience) throws InterruptedException {
    courses.values().forEach(Course::stop);
    long until = System.nanoTime() + patience.toNanos();
    for (Thread thread : threads) {
      long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
      thread.join(Math.max(1, left));
      if (thread.isAlive()) {
        throw new TrafficException(
            "Expected everything that was sent to be acknowledged within %s, found that it is not. Look at the logs of the broker and the webhooks process."
                .formatted(patience));
      }
    }
    requireSent();
    if (lastKey < 0) {
      length = Duration.ofNanos(System.nanoTime() - begunNanos);
      Course.Sending last = courses.get(Way.TABLE).last();
      try (TableSender sender = new TableSender(settings, -1, courses.get(Way.TABLE), tally)) {
        List<Long> keys = sender.write(List.of(last), 0);
        requireSent();
        lastKey = keys.getLast();
      }
    }
  }

  /**
   * After {@link #stop}: waits until the tail has brought all rows. That it has brought the last
   * one would not do: rows whose transaction committed late come after such as have a higher key.
   *
   * @throws TrafficException where it has not in so long a time
   */
  public void awaitTail(Duration patience) throws InterruptedException {
    try (TailProgress tail = new TailProgress(settings.customer(), settings.kafka())) {
      tail.awaitSettled(lastKey, patience);
    }
  }

  private void requireSent() {
    if (tally.failure() != null) {
      throw new TrafficException(tally.failure());
    }
  }

  /** What came, by the live topic itself. For use by one thread at a time. */
  public Arrivals arrivals() {
    return arrivals;
  }

  /** Null while nothing failed. */
  public String failure() {
    return tally.failure();
  }

  /** Different events that must be in the new system, each once. */
  public long distinctSound() {
    return tally.distinctSound();
  }

  /** Figures up to now. */
  public Sent sent() {
    Duration ended = length;
    return Sent.of(tally, ended == null ? Duration.ofNanos(System.nanoTime() - begunNanos) : ended);
  }

  /** Emails of a sample customer in the old system that the settings name. */
  public static EmailPool emails(TrafficSettings settings, dev.godwit.sampledata.OldCrm crm) {
    try (Connection old =
        DriverManager.getConnection(
            settings.sourceUrl(), settings.sourceUser(), settings.sourcePassword())) {
      return EmailPool.of(old, crm);
    } catch (SQLException e) {
      throw new TrafficException("Reading the emails of the old system: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    courses.values().forEach(Course::stop);
    senders.forEach(
        sender -> {
          // Threads that are still waiting for an answer end with it, or with the program.
          if (sender instanceof TopicSender) {
            sender.close();
          }
        });
    arrivals.close();
  }
}
