package dev.godwit.loader.progress;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.TargetPack;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * {@code godwit.account}: the account that stands for a customer in a schema of the target. Runs in
 * the connection's transaction; errors are those of the driver. Stateless.
 */
public final class AccountStore {
  private AccountStore() {}

  /** The other customer that has an account in the schema of a kind of run; empty for none. */
  public static Optional<String> other(
      Connection connection, TargetPack pack, RunKind kind, String customer, String account)
      throws SQLException {
    List<String> others =
        Statements.query(
            connection,
            "SELECT customer FROM godwit.account WHERE target_schema = ? AND account = ? AND customer <> ?",
            row -> row.getString(1),
            pack.schema(kind),
            account,
            customer);
    return others.stream().findFirst();
  }

  /**
   * Keeps the account of a customer.
   *
   * @return the other customer that has the account; empty where it was kept
   */
  public static Optional<String> keep(
      Connection connection, TargetPack pack, RunKind kind, String customer, String account)
      throws SQLException {
    Optional<String> other = other(connection, pack, kind, customer, account);
    if (other.isPresent()) {
      return other;
    }
    Statements.update(
        connection,
        "INSERT INTO godwit.account (target_schema, customer, account) VALUES (?, ?, ?) ON CONFLICT (target_schema, customer) DO UPDATE SET account = excluded.account",
        pack.schema(kind),
        customer,
        account);
    return Optional.empty();
  }

  /** Forgets it. */
  public static void remove(Connection connection, TargetPack pack, RunKind kind, String customer)
      throws SQLException {
    Statements.update(
        connection,
        "DELETE FROM godwit.account WHERE target_schema = ? AND customer = ?",
        pack.schema(kind),
        customer);
  }
}
