package dev.godwit.extractor.snapshot;

import dev.godwit.pack.SourcePack;
import dev.godwit.pack.Sql;
import dev.godwit.wire.crash.CrashPoint;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/**
 * Freezes and thaws a customer with the pack's statements, then queries the source for the result.
 * Both may be repeated at any time. Stateless.
 */
public final class CustomerFreeze {
  private CustomerFreeze() {}

  /**
   * Freezes the customer; returns only if the source then reports it frozen.
   *
   * @throws StageFailedException where the pack's statements disagree
   */
  public static void freeze(SourcePack pack, String customer)
      throws SQLException, StageFailedException {
    change(pack, pack.freeze(), customer, true);
  }

  /** As {@link #freeze}, for a thaw. */
  public static void thaw(SourcePack pack, String customer)
      throws SQLException, StageFailedException {
    change(pack, pack.thaw(), customer, false);
  }

  private static void change(SourcePack pack, Sql statement, String customer, boolean frozen)
      throws SQLException, StageFailedException {
    try (Connection connection = pack.database().open()) {
      connection.setAutoCommit(false);
      try (PreparedStatement prepared =
          statement.bind().prepare(connection, Map.of("customer", customer))) {
        prepared.execute();
      }
      (frozen ? CrashPoint.EXTRACTOR_FREEZE_BEFORE_COMMIT : CrashPoint.EXTRACTOR_THAW_BEFORE_COMMIT)
          .reach();
      connection.commit();
      (frozen ? CrashPoint.EXTRACTOR_FREEZE_AFTER_COMMIT : CrashPoint.EXTRACTOR_THAW_AFTER_COMMIT)
          .reach();
      if (isFrozen(connection, pack, customer) != frozen) {
        throw new StageFailedException(
            statement.file() + " line " + statement.line(),
            "Expected customer %s to be %s after the pack's statement, found that it is not."
                .formatted(customer, frozen ? "frozen" : "thawed"),
            "Correct the pack's freeze, thaw and is-frozen statements so that they agree.");
      }
      connection.commit();
    }
  }

  private static boolean isFrozen(Connection connection, SourcePack pack, String customer)
      throws SQLException, StageFailedException {
    try (PreparedStatement prepared =
            pack.isFrozen().bind().prepare(connection, Map.of("customer", customer));
        ResultSet result = prepared.executeQuery()) {
      if (!result.next()) {
        throw new StageFailedException(
            pack.isFrozen().file() + " line " + pack.isFrozen().line(),
            "Expected is-frozen to return one row for customer %s, found none.".formatted(customer),
            "Check that the customer still exists in the source.");
      }
      return result.getBoolean(1);
    }
  }
}
