package dev.godwit.pack.identity;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.TargetPack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The account that stands for a customer in the target. The loader keeps it in {@code
 * godwit.account} from the preparation of a run until its purge, so that a row is counted, read
 * back and deleted by the account that it was written with. Runs in the connection's transaction.
 * Stateless.
 */
public final class CustomerAccount {
  private static final String CUSTOMER = "customer";
  private static final String ACCOUNT = "account";

  private CustomerAccount() {}

  /** The target has no account for the customer, or several. */
  public static final class UnknownAccountException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownAccountException(String message) {
      super(message);
    }
  }

  /**
   * The account that rows were written with.
   *
   * @return null where the pack has no accounts, or where no run is prepared
   * @throws SQLException retriable where the database went away; fatal where the tables that the
   *     loader creates at its start are missing
   */
  public static String stored(Connection connection, TargetPack pack, RunKind kind, String customer)
      throws SQLException {
    if (pack.account() == null) {
      return null;
    }
    String sql = "SELECT account FROM godwit.account WHERE target_schema = ? AND customer = ?";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, pack.schema(kind));
      select.setString(2, customer);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  /**
   * The account that the pack finds in the target.
   *
   * @throws UnknownAccountException where it finds none, or several
   * @throws SQLException retriable where the database went away, else fatal
   */
  public static String find(Connection connection, TargetPack pack, RunKind kind, String customer)
      throws SQLException, UnknownAccountException {
    if (pack.account().query() == null) {
      String given = pack.account().given().get(customer);
      if (given == null) {
        throw new UnknownAccountException(
            "Expected an account of customer %s under 'account: {given: …}' of the pack %s, found none. Add it to the pack, then rehearse again."
                .formatted(customer, pack.name()));
      }
      return given;
    }
    try (PreparedStatement select =
            pack.account()
                .query()
                .bind(pack.placeholders(kind))
                .prepare(connection, parameters(customer, null));
        ResultSet row = select.executeQuery()) {
      String found = row.next() ? row.getString(1) : null;
      if (found == null || row.next()) {
        throw new UnknownAccountException(
            "Expected one account of customer %s in the schema %s by the 'account' query of the pack %s, found %s. %s"
                .formatted(
                    customer,
                    pack.schema(kind),
                    pack.name(),
                    found == null ? "none" : "several",
                    found == null
                        ? "Make the account in the target, or have the pack's 'prepare' make it."
                        : "Have the query name one of them."));
      }
      return found;
    }
  }

  /**
   * Parameters of a pack's statements about one customer.
   *
   * @param account null for none
   */
  public static Map<String, String> parameters(String customer, String account) {
    Map<String, String> parameters = new HashMap<>();
    parameters.put(CUSTOMER, customer);
    parameters.put(ACCOUNT, account);
    return parameters;
  }
}
