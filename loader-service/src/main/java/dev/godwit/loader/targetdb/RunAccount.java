package dev.godwit.loader.targetdb;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.progress.AccountStore;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.identity.CustomerAccount;
import dev.godwit.pack.identity.CustomerAccount.UnknownAccountException;
import dev.godwit.pgcopy.StoredId;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The account that a task's run writes its rows with, and what it must be: one that the pack or the
 * command gives or the target has, of the type of the columns that hold it, of no other customer,
 * and the one that rows of the customer were written with where there are any. Runs in the
 * connection's transaction; holds no data of a row. Not thread-safe.
 */
final class RunAccount {
  private static final String SUBJECT = "account";

  private final Connection connection;
  private final TargetPack pack;
  private final String customer;
  private final String ofCommand;

  /**
   * @param ofCommand account that the command gave which began the run; null for none
   */
  RunAccount(Connection connection, TargetPack pack, TaskEnvelope task, String ofCommand) {
    this.connection = connection;
    this.pack = pack;
    this.customer = task.getCustomer();
    this.ofCommand = ofCommand;
  }

  /**
   * Checks the account as far as it is known before the preparation, which may make it, in the live
   * schema and in that of the run.
   *
   * @throws StageFailedException where there is none, or it must not be taken
   */
  void check(RunKind kind) throws SQLException, StageFailedException {
    String account = given();
    if (account == null) {
      return;
    }
    requireType(account);
    requireAlone(RunKind.LIVE, account);
    requireAlone(kind, account);
    requireSame(RunKind.LIVE, account);
  }

  /**
   * The rows that the customer has in a schema before a run: also those of an account that was
   * never written to. Not to be purged.
   *
   * @throws StageFailedException where rows were written with another account
   */
  CustomerRows rowsBefore(RunKind kind) throws SQLException, StageFailedException {
    String account = given();
    if (account == null) {
      account = CustomerAccount.stored(connection, pack, kind, customer);
    } else {
      requireSame(kind, account);
    }
    if (account == null && pack.account() != null) {
      try {
        account = CustomerAccount.find(connection, pack, kind, customer, ofCommand);
      } catch (UnknownAccountException e) {
        // A customer without an account has no rows.
      }
    }
    return rows(kind, account);
  }

  /**
   * Keeps the account until the purge, so that rows are found by what they were written with.
   * Without effect where the pack has no accounts.
   *
   * @throws StageFailedException where there is none or several, or another customer has it
   */
  void keep(RunKind kind) throws SQLException, StageFailedException {
    if (pack.account() == null) {
      return;
    }
    String account;
    try {
      account = CustomerAccount.find(connection, pack, kind, customer, ofCommand);
    } catch (UnknownAccountException e) {
      throw new StageFailedException(SUBJECT, e.getMessage(), "Then start the run again.", e);
    }
    Optional<String> other = AccountStore.keep(connection, pack, kind, customer, account);
    if (other.isPresent()) {
      throw taken(account, other.get());
    }
  }

  /** Null where the pack has no accounts, or asks the target for them. */
  private String given() throws StageFailedException {
    try {
      return CustomerAccount.given(pack, customer, ofCommand);
    } catch (UnknownAccountException e) {
      throw new StageFailedException(SUBJECT, e.getMessage(), "Then rehearse again.", e);
    }
  }

  private void requireType(String account) throws StageFailedException {
    for (TargetTable table : pack.tables()) {
      for (TargetColumn column : table.columns()) {
        if (TargetColumn.ACCOUNT.equals(column.value())
            && !StoredId.isAccount(column.stored(), account)) {
          throw new StageFailedException(
              SUBJECT,
              "Expected an account of customer %s that the column %s of %s can hold (%s), found %s."
                  .formatted(
                      customer,
                      column.name(),
                      table.name(),
                      column.stored().name().toLowerCase(Locale.ROOT),
                      account),
              "Give the key by which the target's tables refer to the account, then rehearse again.");
        }
      }
    }
  }

  private void requireAlone(RunKind kind, String account)
      throws SQLException, StageFailedException {
    Optional<String> other = AccountStore.other(connection, pack, kind, customer, account);
    if (other.isPresent()) {
      throw taken(account, other.get());
    }
  }

  private StageFailedException taken(String account, String other) {
    return new StageFailedException(
        SUBJECT,
        "Expected an account of customer %s alone, found account %s, which is that of customer %s too."
            .formatted(customer, account, other),
        "Give each customer an account of its own in the target: a rollback empties the account.");
  }

  private void requireSame(RunKind kind, String account) throws SQLException, StageFailedException {
    String before = CustomerAccount.stored(connection, pack, kind, customer);
    if (before == null || before.equals(account)) {
      return;
    }
    List<String> tables =
        TargetTask.withRows(rows(kind, before).count()).stream()
            .map(table -> table.getTable() + ": " + table.getRows())
            .toList();
    if (!tables.isEmpty()) {
      throw new StageFailedException(
          SUBJECT,
          "Expected account %s, with which an earlier run wrote rows of customer %s that are still in the schema %s (%s), found account %s."
              .formatted(before, customer, pack.schema(kind), String.join(", ", tables), account),
          "Roll the earlier run back, or remove its rows, or give account %s; then rehearse again."
              .formatted(before));
    }
  }

  private CustomerRows rows(RunKind kind, String account) {
    return new CustomerRows(connection, pack, kind, customer, account);
  }
}
