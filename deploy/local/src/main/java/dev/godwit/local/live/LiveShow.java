package dev.godwit.local.live;

import dev.godwit.api.text.Figures;
import dev.godwit.api.text.TextTable;
import dev.godwit.event.v1.VerdictReached;
import dev.godwit.local.demo.LocalDatabases;
import dev.godwit.local.demo.Move;
import dev.godwit.local.demo.SampleCustomer;
import dev.godwit.local.stack.Stack;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.traffic.Arrivals;
import dev.godwit.traffic.LiveTraffic;
import dev.godwit.traffic.Reckoning;
import dev.godwit.traffic.Sent;
import dev.godwit.traffic.TrafficSettings;
import dev.godwit.traffic.Verdicts;
import dev.godwit.traffic.WebhookKeys;
import java.net.URI;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Live traffic of a sample customer during a move, and the reckoning at its end. Not thread-safe,
 * but for the traffic itself.
 */
public final class LiveShow implements AutoCloseable {
  private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofMinutes(3);
  private static final Duration TAILED_WITHIN = Duration.ofHours(1);
  private static final Duration VERDICT_WITHIN = Duration.ofHours(2);
  private static final Duration WINDOW_WITHIN = Duration.ofHours(24);

  private final LocalDatabases databases;
  private final SampleCustomer customer;
  private final TrafficSettings settings;
  private final LiveTraffic traffic;
  private final Thread watcher;

  private LiveShow(
      LocalDatabases databases, SampleCustomer customer, TrafficSettings settings, boolean all) {
    this.databases = databases;
    this.customer = customer;
    this.settings = settings;
    this.traffic = LiveTraffic.start(settings, LiveTraffic.emails(settings, customer.crm()));
    this.watcher =
        Thread.ofPlatform()
            .daemon()
            .name("live-window")
            .start(
                () -> {
                  if (all) {
                    awaitWindow();
                  }
                });
  }

  /**
   * Begins.
   *
   * @param eventsPerSecond infinite for as fast as it goes
   * @param all also what can only be quarantined by the new system; not where the run goes back,
   *     since the old one takes some of it
   */
  public static LiveShow start(
      Stack stack,
      LocalDatabases databases,
      SampleCustomer customer,
      WebhookKeys keys,
      double eventsPerSecond,
      boolean all) {
    TrafficSettings settings =
        TrafficSettings.of(
            customer.id(),
            customer.crm().seed(),
            eventsPerSecond,
            stack.settings().serviceEnvironment(),
            URI.create(LiveStack.webhooksUrl(stack.settings())),
            keys);
    return new LiveShow(databases, customer, settings, all);
  }

  private void awaitWindow() {
    try (Verdicts verdicts = new Verdicts(settings.customer(), settings.kafka())) {
      if (verdicts.awaitWindow(WINDOW_WITHIN, () -> false)) {
        traffic.windowIsOpen();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops sending, and waits until all is acknowledged. */
  public void stop() throws InterruptedException {
    watcher.interrupt();
    traffic.stop(ACKNOWLEDGED_WITHIN);
  }

  /** Different events that must be kept, each once, by whoever has the customer. */
  public long distinctSound() {
    return traffic.distinctSound();
  }

  /** What was sent up to now. */
  public Sent sent() {
    return traffic.sent();
  }

  /** After {@link #stop}: takes a last cut, and holds its ledger against what was sent. */
  public Reckoning reckon(Move move) throws InterruptedException {
    traffic.awaitTail(TAILED_WITHIN);
    try (Verdicts verdicts = new Verdicts(settings.customer(), settings.kafka())) {
      move.takeCut("everything that was sent has arrived");
      int cut = verdicts.lastCut();
      VerdictReached verdict = verdicts.awaitVerdict(cut, VERDICT_WITHIN);
      Arrivals.AtCut atCut =
          traffic.arrivals().atCut(verdicts.runId(), verdict.getCut(), VERDICT_WITHIN);
      return Reckoning.of(traffic, verdict, atCut, customer.soundEngagements(), targetRows());
    }
  }

  private long targetRows() {
    TargetPack pack = databases.targetPack();
    TargetTable table = pack.main(dev.godwit.common.v1.Entity.ENGAGEMENTS);
    return databases.withTarget(
        connection -> {
          var count = table.count().bind(pack.placeholders(dev.godwit.common.v1.RunKind.LIVE));
          try (PreparedStatement statement =
                  count.prepare(connection, Map.of("customer", customer.id()));
              ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
          }
        });
  }

  /** What was sent, for people. */
  public static String table(Sent sent) {
    TextTable table = new TextTable("sent and acknowledged", ">events");
    sent.byWay().forEach((way, count) -> table.row("by " + words(way), Figures.count(count)));
    sent.byTrick().forEach((trick, count) -> table.row("  " + words(trick), Figures.count(count)));
    table.row("told again by the same way", Figures.count(sent.again()));
    table.row("told again by another way", Figures.count(sent.byAnotherWay()));
    table.row("requests posted twice", Figures.count(sent.repeatedRequests()));
    table.row("transactions left open over others", Figures.count(sent.longOpen()));
    table.row("sent again, not acknowledged before", Figures.count(sent.triesAgain()));
    table.row("different events that must be kept", Figures.count(sent.distinctSound()));
    table.row("all", Figures.count(sent.all()));
    table.row("a second", Figures.count(Math.round(sent.perSecond())));
    return table.text();
  }

  /** The reckoning, for people. */
  public static String table(Reckoning reckoning) {
    TextTable table = new TextTable("what", ">must be", ">is", "");
    for (Reckoning.Line line : reckoning.lines()) {
      table.row(
          line.what(),
          Figures.count(line.expected()),
          Figures.count(line.found()),
          line.isRight() ? "" : "DIFFERS");
    }
    return table.text();
  }

  private static String words(Enum<?> symbol) {
    return symbol.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  @Override
  public void close() {
    watcher.interrupt();
    traffic.close();
  }
}
