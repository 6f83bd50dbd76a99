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
  private static final long CONTACTS = 600;
  private static final long EMAILS_OF_CONTACT = 3;
  private static final long ENGAGEMENTS_OF_EMAIL = 3;
  private static final double EVENTS_PER_SECOND = 300;

  private final RunningGodwit godwit;
  private final SampleCustomer sample;
  private final LocalDatabases databases;
  private LiveShow show;

  private ThreeWays(RunningGodwit godwit, LocalDatabases databases, SampleCustomer sample) {
    this.godwit = godwit;
    this.databases = databases;
    this.sample = sample;
  }

  /** Makes the customer in the old CRM. */
  static ThreeWays of(RunningGodwit godwit, String name) {
    LocalDatabases databases = new LocalDatabases(godwit.stack().settings());
    SampleOptions size =
        new SampleOptions().orOf(CONTACTS, EMAILS_OF_CONTACT, ENGAGEMENTS_OF_EMAIL);
    return new ThreeWays(godwit, databases, SampleCustomer.make(databases, name, size, line -> {}));
  }

  Customer customer() {
    return godwit.known(sample.id());
  }

  /** The traffic begins. */
  void begin() {
    show =
        LiveShow.start(
            godwit.stack(), databases, sample, godwit.webhookKeys(), EVENTS_PER_SECOND, true);
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
