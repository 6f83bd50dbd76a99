package dev.godwit.loader.replay;

import dev.godwit.loader.outbound.OutboxSender;
import dev.godwit.loader.progress.Outbox;
import dev.godwit.loader.progress.Outbox.Entry;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.wire.crash.CrashPoint;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Sends a replay's entries of the outbox, and waits until the broker has them. Not thread-safe. */
final class ReplayOutbox {
  private static final Duration ANSWER = Duration.ofMillis(500);

  private final TargetConnection target;
  private final OutboxSender sender;

  ReplayOutbox(TargetConnection target, OutboxSender sender) {
    this.target = target;
    this.sender = sender;
  }

  /** Entries that the broker has acknowledged, to be deleted with the next step. */
  List<Long> acknowledged() {
    return sender.acknowledged();
  }

  /** A step is committed: its entries are sent, and those that it deleted are forgotten. */
  void committed(List<Entry> entries, List<Long> deleted) {
    sender.deleted(deleted);
    sender.send(entries);
    if (!entries.isEmpty()) {
      CrashPoint.LOADER_REPLAY_OUTBOX_AFTER_SEND.reach();
    }
  }

  /**
   * Sends what is in the outbox now under names that begin with a text, and waits until the broker
   * has all of it and the table none.
   */
  void drain(String prefix) throws SQLException, InterruptedException {
    long last = -1;
    for (boolean begun = false; ; begun = true) {
      List<Entry> entries =
          target.retrying(
              connection -> {
                List<Entry> read = Outbox.readNamed(connection, -1, prefix);
                connection.rollback();
                return read;
              });
      if (!begun && !entries.isEmpty()) {
        last = lastOf(prefix);
      }
      long end = last;
      List<Entry> mine = entries.stream().filter(entry -> entry.seq() <= end).toList();
      if (mine.isEmpty()) {
        return;
      }
      sender.acknowledged();
      sender.send(mine);
      sender.settle(ANSWER);
      delete();
    }
  }

  private long lastOf(String prefix) throws SQLException, InterruptedException {
    return target.retrying(
        connection -> {
          long last = Outbox.lastNamed(connection, prefix);
          connection.rollback();
          return last;
        });
  }

  private void delete() throws SQLException, InterruptedException {
    List<Long> acknowledged = sender.acknowledged();
    if (!acknowledged.isEmpty()) {
      target.retrying(
          connection -> {
            Outbox.delete(connection, acknowledged);
            CrashPoint.LOADER_REPLAY_OUTBOX_BEFORE_DELETE.reach();
            connection.commit();
            CrashPoint.LOADER_REPLAY_OUTBOX_AFTER_DELETE.reach();
            return null;
          });
      sender.deleted(acknowledged);
    }
  }
}
