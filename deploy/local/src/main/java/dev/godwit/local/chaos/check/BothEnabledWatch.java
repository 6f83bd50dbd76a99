package dev.godwit.local.chaos.check;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks into both databases all the time, and notes when both systems are enabled for a customer.
 * The target is read before and after the source: an answer counts only where the target was
 * enabled on both sides of an open source. While a database is away there is no answer.
 */
public final class BothEnabledWatch implements AutoCloseable {
  private static final long PAUSE_NANOS = 40_000_000;

  private final Database source;
  private final Database target;
  private final String customer;
  private final Thread thread;
  private volatile boolean ending;
  private volatile boolean seen;

  /** Starts to look. */
  public BothEnabledWatch(Database source, Database target, String customer) {
    this.source = source;
    this.target = target;
    this.customer = customer;
    this.thread = Thread.ofPlatform().daemon().name("both-enabled").start(this::look);
  }

  /** A finding where both were enabled at once; none otherwise. */
  public List<Finding> findings() {
    return seen
        ? List.of(Finding.other(1, "both systems were enabled for " + customer + " at once"))
        : List.of();
  }

  private void look() {
    while (!ending) {
      try (Connection atSource = source.open();
          Connection atTarget = target.open();
          PreparedStatement open =
              atSource.prepareStatement("select status <> 'frozen' from customer where id = ?");
          PreparedStatement enabled =
              atTarget.prepareStatement("select enabled from crm.account where customer_id = ?")) {
        open.setString(1, customer);
        enabled.setString(1, customer);
        while (!ending) {
          if (holds(enabled) && holds(open) && holds(enabled)) {
            seen = true;
          }
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      } catch (SQLException e) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private static boolean holds(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  @Override
  public void close() {
    ending = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
