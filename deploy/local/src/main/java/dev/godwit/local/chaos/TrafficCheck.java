package dev.godwit.local.chaos;

import dev.godwit.local.chaos.check.Finding;
import dev.godwit.local.demo.CustomerMigration;
import dev.godwit.local.demo.SampleCustomer;
import dev.godwit.local.live.LiveTrafficSession;
import dev.godwit.local.stack.Await;
import dev.godwit.traffic.LedgerAudit;
import dev.godwit.traffic.TrafficException;
import java.time.Duration;
import java.util.List;

/**
 * Ends the live traffic of a case, and looks whether each of its events is in one place: in the
 * target, by ledger and topic, or in the source again.
 */
final class TrafficCheck {
  private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);

  private final ChaosStack chaos;
  private final SampleCustomer customer;
  private final LiveTrafficSession traffic;

  TrafficCheck(ChaosStack chaos, SampleCustomer customer, LiveTrafficSession traffic) {
    this.chaos = chaos;
    this.customer = customer;
    this.traffic = traffic;
  }

  /** Stops the traffic and checks; a committed customer gets one more cut. */
  List<Finding> atTheEnd(boolean committed) throws InterruptedException {
    traffic.stop();
    return committed ? inTheTarget() : inTheSource();
  }

  private List<Finding> inTheTarget() throws InterruptedException {
    try {
      LedgerAudit audit =
          traffic.audit(new CustomerMigration(chaos.client(), () -> null, customer.id()));
      return audit.lines().stream()
          .filter(line -> !line.isRight())
          .map(TrafficCheck::difference)
          .toList();
    } catch (TrafficException e) {
      return List.of(Finding.other(3, e.getMessage()));
    }
  }

  private static Finding difference(LedgerAudit.Line line) {
    return new Finding(
        line.found() < line.expected() ? Finding.Kind.LOST : Finding.Kind.TWICE,
        3,
        "%s: expected %d, found %d".formatted(line.what(), line.expected(), line.found()));
  }

  private List<Finding> inTheSource() {
    Await.until(DELIVERY_TIMEOUT, POLL, () -> liveInSource() >= traffic.distinctSound());
    long found = liveInSource();
    if (found == traffic.distinctSound()) {
      return List.of();
    }
    return List.of(
        new Finding(
            found < traffic.distinctSound() ? Finding.Kind.LOST : Finding.Kind.TWICE,
            3,
            "expected %d live events in the source after the rollback, found %d"
                .formatted(traffic.distinctSound(), found)));
  }

  /** Engagements that came since the customer was made. */
  private long liveInSource() {
    return chaos
            .source()
            .count("select count(*) from engagement where customer_id = ?", customer.id())
        - customer.spec().engagements();
  }
}
