package dev.godwit.local.live;

import dev.godwit.api.text.Figures;
import dev.godwit.api.text.TextTable;
import dev.godwit.event.v1.VerdictReached;
import dev.godwit.local.demo.CustomerMigration;
import dev.godwit.local.demo.LocalDatabases;
import dev.godwit.local.demo.SampleCustomer;
import dev.godwit.local.stack.Stack;
import dev.godwit.records.Entity;
import dev.godwit.traffic.Arrivals;
import dev.godwit.traffic.CutEvents;
import dev.godwit.traffic.LedgerAudit;
import dev.godwit.traffic.LiveTraffic;
import dev.godwit.traffic.TrafficSettings;
import dev.godwit.traffic.TrafficTotals;
import dev.godwit.traffic.WebhookKeys;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * Live traffic of a sample customer during a migration, and the audit of the ledger at its end.
 * Used by one thread; the traffic has threads of its own.
 */
public final class LiveTrafficSession implements AutoCloseable {
  private static final Duration ACKNOWLEDGE_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration TAIL_TIMEOUT = Duration.ofHours(1);
  private static final Duration VERDICT_TIMEOUT = Duration.ofHours(2);
  private static final Duration WINDOW_TIMEOUT = Duration.ofHours(24);

  private final LocalDatabases databases;
  private final SampleCustomer customer;
  private final TrafficSettings settings;
  private final LiveTraffic traffic;
  private final Thread windowWatch;

  private LiveTrafficSession(
      LocalDatabases databases,
      SampleCustomer customer,
      TrafficSettings settings,
      boolean withQuarantined) {
    this.databases = databases;
    this.customer = customer;
    this.settings = settings;
    this.traffic = LiveTraffic.start(settings, customer.spec());
    this.windowWatch =
        Thread.ofPlatform()
            .daemon()
            .name("live-window")
            .start(
                () -> {
                  if (withQuarantined) {
                    awaitWindow();
                  }
                });
  }

  /**
   * Starts the traffic.
   *
   * @param eventsPerSecond infinite for as fast as possible
   * @param withQuarantined whether to send, once the window is open, also events that only the
   *     ledger can account for; not where the run is rolled back, since the source takes some of
   *     them
   */
  public static LiveTrafficSession start(
      Stack stack,
      LocalDatabases databases,
      SampleCustomer customer,
      WebhookKeys keys,
      double eventsPerSecond,
      boolean withQuarantined) {
    TrafficSettings settings =
        TrafficSettings.of(
            customer.id(),
            customer.spec().seed(),
            eventsPerSecond,
            stack.settings().serviceEnvironment(),
            URI.create(LiveStack.webhooksUrl(stack.settings())),
            keys);
    return new LiveTrafficSession(databases, customer, settings, withQuarantined);
  }

  private void awaitWindow() {
    try (CutEvents cuts = new CutEvents(settings.customer(), settings.kafka())) {
      if (cuts.awaitWindow(WINDOW_TIMEOUT)) {
        traffic.windowIsOpen();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops sending, and waits until every event is acknowledged. */
  public void stop() throws InterruptedException {
    windowWatch.interrupt();
    traffic.stop(ACKNOWLEDGE_TIMEOUT);
  }

  /** Different events that must be in one of the two systems, each once. */
  public long distinctSound() {
    return traffic.distinctSound();
  }

  /** The events that were sent up to now. */
  public TrafficTotals sent() {
    return traffic.sent();
  }

  /** After {@link #stop}: takes a last cut, and compares its ledger with what was sent. */
  public LedgerAudit audit(CustomerMigration migration) throws InterruptedException {
    traffic.awaitTail(TAIL_TIMEOUT);
    try (CutEvents cuts = new CutEvents(settings.customer(), settings.kafka())) {
      migration.takeCut("every live event that was sent has arrived");
      VerdictReached verdict = cuts.awaitVerdict(cuts.lastCut(), VERDICT_TIMEOUT);
      Arrivals.AtCut atCut =
          traffic.arrivals().atCut(cuts.runId(), verdict.getCut(), VERDICT_TIMEOUT);
      long targetRows =
          databases.targetRows(databases.targetPack().main(Entity.ENGAGEMENTS), customer.id());
      return LedgerAudit.of(traffic, verdict, atCut, customer.soundEngagements(), targetRows);
    }
  }

  /** The events that were sent, as text. */
  public static String table(TrafficTotals sent) {
    TextTable table = new TextTable("sent and acknowledged", ">events");
    sent.byRoute().forEach((route, count) -> table.row("by " + words(route), Figures.count(count)));
    sent.byAnomaly()
        .forEach((anomaly, count) -> table.row("  " + words(anomaly), Figures.count(count)));
    table.row("repeated by the same route", Figures.count(sent.repeatedBySameRoute()));
    table.row("repeated by another route", Figures.count(sent.repeatedByOtherRoute()));
    table.row("requests posted twice", Figures.count(sent.repeatedRequests()));
    table.row("transactions left open over others", Figures.count(sent.longTransactions()));
    table.row("retries without an acknowledgement before", Figures.count(sent.retries()));
    table.row("different events that must be kept", Figures.count(sent.distinctSound()));
    table.row("total", Figures.count(sent.all()));
    table.row("per second", Figures.count(Math.round(sent.perSecond())));
    return table.text();
  }

  /** The audit, as text. */
  public static String table(LedgerAudit audit) {
    TextTable table = new TextTable("ledger against traffic", ">expected", ">found", "");
    for (LedgerAudit.Line line : audit.lines()) {
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
    windowWatch.interrupt();
    traffic.close();
  }
}
