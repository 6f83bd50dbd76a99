package dev.godwit.it;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A lock in the new CRM that a step needs, held by a transaction of the test: while it is held, the
 * step stands in its middle, however fast it would be.
 */
final class Held implements AutoCloseable {
  private final Connection connection;

  private Held(Connection connection) {
    this.connection = connection;
  }

  /** Nobody reads or writes engagements: no cut behind it can come to its verdict. */
  static Held engagements(Systems systems) {
    return of(systems, "lock table " + NewRows.LIVE + ".engagement in access exclusive mode");
  }

  /** Nobody enables or disables the customer; rows that refer to its account can be written. */
  static Held account(Systems systems, Customer customer) {
    return of(
        systems,
        "select from " + NewRows.LIVE + ".account where customer_id = ? for no key update",
        customer.id());
  }

  private static Held of(Systems systems, String sql, Object... parameters) {
    try {
      Connection connection = systems.crm();
      connection.setAutoCommit(false);
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (int i = 0; i < parameters.length; i++) {
          statement.setObject(i + 1, parameters[i]);
        }
        statement.execute();
      }
      return new Held(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("Holding: " + sql, e);
    }
  }

  /** Whether it was held up to now: the transaction is still that of the beginning. */
  boolean isHeld() {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("select 1");
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      connection.rollback();
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("Letting go of a lock", e);
    }
  }
}
