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
   * The account of a customer: of the command that began the run, of the pack's list, or as the
   * pack finds it in the target.
   *
   * @param ofCommand account that the command gave; null for none
   * @throws UnknownAccountException where there is none, or several, or where the command gives one
   *     that the pack does not take
   * @throws SQLException retriable where the database went away, else fatal
   */
  public static String find(
      Connection connection, TargetPack pack, RunKind kind, String customer, String ofCommand)
      throws SQLException, UnknownAccountException {
    return pack.account() == null || pack.account().query() == null
        ? given(pack, customer, ofCommand)
        : query(connection, pack, kind, customer, ofCommand);
  }

  /**
   * The account of a customer where the pack does not ask the target for it; nothing is read.
   *
   * @param ofCommand account that the command gave; null for none
   * @return null where the pack has no accounts, or asks the target
   * @throws UnknownAccountException as of {@link #find}
   */
  public static String given(TargetPack pack, String customer, String ofCommand)
      throws UnknownAccountException {
    if (pack.account() == null || pack.account().query() != null) {
      refuse(pack, customer, ofCommand);
      return null;
    }
    Map<String, String> listed = pack.account().given();
    String ofPack = listed.get(customer);
    if (ofPack == null && ofCommand == null) {
      throw new UnknownAccountException(
          "Expected an account of customer %s under 'account: {given: …}' of the pack %s or in the command, found none. Add '%s: ACCOUNT' to the pack and rehearse again, or rehearse with: godwit rehearse %s --account ACCOUNT."
              .formatted(customer, pack.name(), customer, customer));
    }
    if (ofPack != null && ofCommand != null && !ofPack.equals(ofCommand)) {
      throw new UnknownAccountException(
          "Expected account %s of customer %s, which the pack %s gives, found account %s in the command. Correct the one that is wrong: cancel the migration and rehearse without --account, or change the pack."
              .formatted(ofPack, customer, pack.name(), ofCommand));
    }
    String account = ofPack == null ? ofCommand : ofPack;
    for (Map.Entry<String, String> other : listed.entrySet()) {
      if (other.getValue().equals(account) && !other.getKey().equals(customer)) {
        throw new UnknownAccountException(
            "Expected an account of customer %s alone, found account %s in the command, which the pack %s gives to customer %s. Rehearse with another --account: a rollback empties the account."
                .formatted(customer, account, pack.name(), other.getKey()));
      }
    }
    return account;
  }

  private static void refuse(TargetPack pack, String customer, String ofCommand)
      throws UnknownAccountException {
    if (ofCommand != null) {
      throw new UnknownAccountException(
          "Expected no account in the command, since the pack %s %s, found account %s. Cancel the migration and rehearse %s without --account, or give the pack 'account: {given: {}}'."
              .formatted(
                  pack.name(),
                  pack.account() == null
                      ? "has none: its rows hold the source's customer"
                      : "asks the target for it by its 'account' query",
                  ofCommand,
                  customer));
    }
  }

  private static String query(
      Connection connection, TargetPack pack, RunKind kind, String customer, String ofCommand)
      throws SQLException, UnknownAccountException {
    refuse(pack, customer, ofCommand);
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
