package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.local.demo.LocalDatabases;
import dev.godwit.local.demo.Move;
import dev.godwit.local.demo.SampleCustomer;
import dev.godwit.local.demo.SampleOptions;
import dev.godwit.local.live.LiveShow;
import dev.godwit.traffic.Reckoning;

/**
 * A customer and its opens and clicks by all three ways in, with every trick of the demo's traffic:
 * repeats by the same and by another way, requests posted twice, disorder, lying clocks, unknown
 * messages, transactions left open. At the end the ledger is held against what was sent.
 */
final class ThreeWays implements AutoCloseable {
  private static final long CONTACTS = 400;
  private static final long EMAILS_OF_CONTACT = 3;
  private static final long ENGAGEMENTS_OF_EMAIL = 3;
  private static final double EVENTS_PER_SECOND = 300;
  private static final long FEW_CONTACTS = 200;
  private static final double STORM_EVENTS_PER_SECOND = 3_000;

  private final RunningGodwit godwit;
  private final SampleCustomer sample;
  private final LocalDatabases databases;
  private final double eventsPerSecond;
  private LiveShow show;

  private ThreeWays(RunningGodwit godwit, String name, long contacts, double eventsPerSecond) {
    this.godwit = godwit;
    this.databases = new LocalDatabases(godwit.stack().settings());
    SampleOptions size =
        new SampleOptions().orOf(contacts, EMAILS_OF_CONTACT, ENGAGEMENTS_OF_EMAIL);
    this.sample = SampleCustomer.make(databases, name, size, line -> {});
    this.eventsPerSecond = eventsPerSecond;
  }

  /** Makes a customer in the old CRM, who will have some traffic. */
  static ThreeWays of(RunningGodwit godwit, String name) {
    return new ThreeWays(godwit, name, CONTACTS, EVENTS_PER_SECOND);
  }

  /** Makes a small customer in the old CRM, who will have some traffic. */
  static ThreeWays ofFew(RunningGodwit godwit, String name) {
    return new ThreeWays(godwit, name, FEW_CONTACTS, EVENTS_PER_SECOND);
  }

  /** Makes a small customer in the old CRM, who will have more traffic than rows. */
  static ThreeWays storm(RunningGodwit godwit, String name) {
    return new ThreeWays(godwit, name, FEW_CONTACTS, STORM_EVENTS_PER_SECOND);
  }

  /** Rows of the customer in the old CRM, as it was made. */
  long rows() {
    long emails = sample.crm().contacts() * EMAILS_OF_CONTACT;
    return sample.crm().contacts() + emails + emails * ENGAGEMENTS_OF_EMAIL;
  }

  Customer customer() {
    return godwit.known(sample.id());
  }

  /** The traffic begins. */
  void begin() {
    show =
        LiveShow.start(
            godwit.stack(), databases, sample, godwit.webhookKeys(), eventsPerSecond, true);
  }

  /** Events sent and acknowledged up to now. */
  long sent() {
    return show.sent().all();
  }

  /**
   * Ends the traffic and takes a last cut behind all of it; each event is then in exactly one of
   * loaded, duplicate, quarantined, each figure is what the traffic's own model says, and the new
   * system holds each event once.
   */
  void addUp() throws InterruptedException {
    show.stop();
    Reckoning reckoning = show.reckon(new Move(godwit.client(), () -> null, sample.id()));
    assertThat(reckoning.lines()).allMatch(Reckoning.Line::isRight);
    assertThat(show.sent().byWay().values()).hasSize(3).allMatch(sent -> sent > 0);
  }

  @Override
  public void close() {
    if (show != null) {
      show.close();
    }
  }
}
