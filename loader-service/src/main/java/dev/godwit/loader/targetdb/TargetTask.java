package dev.godwit.loader.targetdb;

import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.TableCount;
import dev.godwit.loader.progress.FenceState;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.pack.PackException;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.check.ForeignKeyCheck;
import dev.godwit.pack.check.SequenceCheck;
import dev.godwit.pack.identity.CustomerAccount;
import dev.godwit.pack.session.RunSearchPath;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.failure.PackChangedException;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.run.RunSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Steps that the task handlers of the target share. Stateless. */
public final class TargetTask {
  private TargetTask() {}

  /** Work in one transaction of the target database. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException, StageFailedException;
  }

  /**
   * The task's pack, completed from the catalogue.
   *
   * @throws StageFailedException where there is none, or it does not fit the catalogue
   */
  static TargetPack pack(TargetPacks packs, TaskEnvelope task)
      throws SQLException, StageFailedException {
    try {
      return packs.checked(task.getTargetPack());
    } catch (PackException | IllegalArgumentException e) {
      throw unfit(task, e);
    }
  }

  /**
   * Checks the task's two packs with each other.
   *
   * @throws StageFailedException where they do not fit
   */
  static void requirePair(TargetPacks packs, TaskEnvelope task, TargetPack target)
      throws StageFailedException {
    try {
      packs.requirePair(task.getSourcePack(), target);
    } catch (PackException e) {
      throw new StageFailedException(
          "packs " + task.getSourcePack() + " and " + task.getTargetPack(),
          e.getMessage(),
          "Mend one of the packs, then rehearse again: packs are read again then.",
          e);
    }
  }

  /**
   * As {@link #pack}, that which the task's run was assessed with.
   *
   * @throws StageFailedException where there is none, it does not fit the catalogue, or it was
   *     changed
   */
  public static TargetPack packOfRun(TargetPacks packs, TaskEnvelope task)
      throws SQLException, StageFailedException, InterruptedException {
    try {
      return packs.ofRun(RunSpec.idOf(task.getCustomer(), task.getRun()), task.getTargetPack());
    } catch (PackChangedException e) {
      throw e.toFailure();
    } catch (PackException | IllegalArgumentException e) {
      throw unfit(task, e);
    }
  }

  /**
   * Checks that the sequences of the target stand above the ids in its tables.
   *
   * @throws StageFailedException where one stands below
   */
  static void requireSequences(TargetPack pack, RunKind kind, TaskEnvelope task)
      throws SQLException, StageFailedException {
    try (Connection connection = pack.database().open()) {
      SequenceCheck.require(pack, connection, kind);
    } catch (PackException e) {
      throw unfit(task, e);
    }
  }

  /**
   * Checks that the loader can check foreign keys, where the pack has it do so.
   *
   * @throws StageFailedException where it cannot
   */
  static void requireForeignKeys(TargetPack pack, TaskEnvelope task)
      throws SQLException, StageFailedException {
    try (Connection connection = pack.database().open()) {
      ForeignKeyCheck.require(pack, connection);
    } catch (PackException e) {
      throw unfit(task, e);
    }
  }

  private static StageFailedException unfit(TaskEnvelope task, RuntimeException e) {
    return new StageFailedException(
        "target pack " + task.getTargetPack(),
        e.getMessage(),
        "Mend the pack or the target's tables, then rehearse again: packs are read again then.",
        e);
  }

  /** Does the work in the schema of a kind of run, and commits it. */
  static <T> T inTransaction(TargetPack pack, RunKind kind, Work<T> work)
      throws SQLException, StageFailedException {
    try (Connection connection = pack.database().open()) {
      connection.setAutoCommit(false);
      RunSearchPath.inTransaction(connection, pack, kind);
      T result = work.on(connection);
      connection.commit();
      return result;
    }
  }

  /** The task's run as the fence is to know it. */
  static FencedRun run(TaskEnvelope task) {
    return new FencedRun(
        RunSpec.idOf(task.getCustomer(), task.getRun()),
        task.getCustomer(),
        task.getRun(),
        task.getKind(),
        task.getTargetPack(),
        FenceState.OPEN);
  }

  /** The rows that the customer's runs wrote. */
  static CustomerRows rows(Connection connection, TargetPack pack, TaskEnvelope task)
      throws SQLException {
    RunKind kind = task.getKind();
    String account = CustomerAccount.stored(connection, pack, kind, task.getCustomer());
    return new CustomerRows(connection, pack, kind, task.getCustomer(), account);
  }

  static List<TableCount> withRows(List<TableCount> counts) {
    return counts.stream().filter(count -> count.getRows() > 0).toList();
  }
}
