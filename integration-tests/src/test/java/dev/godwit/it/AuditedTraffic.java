package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.local.demo.CustomerMigration;
import dev.godwit.local.demo.LocalDatabases;
import dev.godwit.local.demo.SampleCustomer;
import dev.godwit.local.demo.SampleOptions;
import dev.godwit.local.live.LiveTrafficSession;
import dev.godwit.traffic.LedgerAudit;

/**
 * A customer with the demo's live traffic by all three routes, and the audit of the ledger at its
 * end. The traffic has repetitions, requests posted twice, disorder, wrong clocks, unknown messages
 * and transactions left open.
 */
final class AuditedTraffic implements AutoCloseable {
  private static final long CONTACTS = 200;
  private static final long EMAILS_OF_CONTACT = 3;
  private static final long ENGAGEMENTS_OF_EMAIL = 3;
  private static final double EVENTS_PER_SECOND = 300;
  private static final double STORM_EVENTS_PER_SECOND = 1_500;

  private final RunningGodwit godwit;
  private final SampleCustomer sample;
  private final LocalDatabases databases;
  private final double eventsPerSecond;
  private LiveTrafficSession session;

  private AuditedTraffic(RunningGodwit godwit, String name, long contacts, double eventsPerSecond) {
    this.godwit = godwit;
    this.databases = new LocalDatabases(godwit.stack().settings());
    SampleOptions size =
        new SampleOptions().orOf(contacts, EMAILS_OF_CONTACT, ENGAGEMENTS_OF_EMAIL);
    this.sample = SampleCustomer.make(databases, name, size, line -> {});
    this.eventsPerSecond = eventsPerSecond;
  }

  /** Makes a small customer in the source, which will have some traffic. */
  static AuditedTraffic of(RunningGodwit godwit, String name) {
    return new AuditedTraffic(godwit, name, CONTACTS, EVENTS_PER_SECOND);
  }

  /** Makes a small customer in the source, which will have more traffic than rows. */
  static AuditedTraffic storm(RunningGodwit godwit, String name) {
    return new AuditedTraffic(godwit, name, CONTACTS, STORM_EVENTS_PER_SECOND);
  }

  /** Rows of the customer in the source, as it was made. */
  long rows() {
    long emails = sample.spec().contacts() * EMAILS_OF_CONTACT;
    return sample.spec().contacts() + emails + emails * ENGAGEMENTS_OF_EMAIL;
  }

  Customer customer() {
    return godwit.known(sample.id());
  }

  /** Starts the traffic. */
  void begin() {
    session =
        LiveTrafficSession.start(
            godwit.stack(), databases, sample, godwit.webhookKeys(), eventsPerSecond, true);
  }

  /** Events sent and acknowledged up to now. */
  long sent() {
    return session.sent().all();
  }

  /**
   * Stops the traffic and takes a last cut. Then each event is exactly one of loaded, duplicate and
   * quarantined, each figure equals that of the traffic's own model, and the target holds each
   * event once.
   */
  void addUp() throws InterruptedException {
    session.stop();
    LedgerAudit audit =
        session.audit(new CustomerMigration(godwit.client(), () -> null, sample.id()));
    assertThat(audit.lines()).allMatch(LedgerAudit.Line::isRight);
    assertThat(session.sent().byRoute().values()).hasSize(3).allMatch(sent -> sent > 0);
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
  }
}
