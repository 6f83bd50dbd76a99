package dev.godwit.loader.inbound;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.load.InputRecord;
import dev.godwit.loader.load.InputRecord.Problem;
import dev.godwit.loader.load.LoadMessages;
import dev.godwit.loader.outbound.OutboxSender;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.OffsetStore;
import dev.godwit.loader.progress.OffsetStore.Step;
import dev.godwit.loader.progress.Outbox;
import dev.godwit.loader.progress.Outbox.Entry;
import dev.godwit.loader.progress.Outbox.Message;
import dev.godwit.loader.progress.RunFence;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.worker.RunSpec;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads over the records of runs that may not write any more. Nothing is said of them but a count;
 * only a record that cannot be read and belongs to no run is quarantined. Not thread-safe.
 */
final class Passing {
  private final TransformedInput input;
  private final TargetConnection target;
  private final LoadMessages messages;
  private final OutboxSender sender;
  private final StageSide stage;

  Passing(
      TransformedInput input,
      TargetConnection target,
      LoadMessages messages,
      OutboxSender sender,
      StageSide stage) {
    this.input = input;
    this.target = target;
    this.messages = messages;
    this.sender = sender;
    this.stage = stage;
  }

  /**
   * Run of the feed's next record. One that cannot be read belongs to the latest open run of the
   * customer in its key; empty where there is none.
   */
  String runIdOf(PartitionFeed feed) throws SQLException, InterruptedException {
    Input next = feed.peek();
    if (next.runId() == null) {
      String customer = customerOf(next.source());
      Optional<FencedRun> run =
          target.patiently(
              connection -> {
                Optional<FencedRun> found = RunFence.openRunOf(connection, customer);
                connection.rollback();
                return found;
              });
      feed.nextBelongsTo(run.map(FencedRun::runId).orElse(""));
    }
    return feed.peek().runId();
  }

  /** Passes over the run's records that stand first in the feeds. */
  void over(String runId, List<PartitionFeed> feeds) throws SQLException, InterruptedException {
    List<Step> steps = new ArrayList<>();
    List<Message> poison = new ArrayList<>();
    Map<Entity, Long> passed = new EnumMap<>(Entity.class);
    for (PartitionFeed feed : feeds) {
      long next = -1;
      long skipped = 0;
      while (feed.peek() != null && runId.equals(feed.peek().runId())) {
        if (runId.isEmpty() && feed.peek() instanceof Input.Unreadable found) {
          poison.add(withoutRun(feed, found));
        }
        next = feed.peek().source().offset() + 1;
        skipped++;
        feed.move();
      }
      if (next >= 0) {
        steps.add(new Step(feed.partition(), input.next(feed.partition()), next));
        passed.merge(feed.entity(), skipped, Long::sum);
      }
    }
    Optional<List<Entry>> committed =
        target.patiently(connection -> advance(connection, steps, poison));
    if (committed.isPresent()) {
      input.advance(steps);
      sender.send(committed.get());
      passed.forEach((entity, records) -> stage.count(entity, "skipped", records));
    } else {
      input.giveUp();
    }
  }

  /** What can be told of a run from its id alone. */
  static RunSpec specOf(String runId) {
    int slash = runId.lastIndexOf('/');
    int run = 0;
    try {
      run = Integer.parseInt(runId.substring(slash + 1));
    } catch (NumberFormatException e) {
      // An id of another form: its number stays 0.
    }
    String customer = slash < 0 ? runId : runId.substring(0, slash);
    return new RunSpec(runId, customer, run, RunKind.UNKNOWN, "", "");
  }

  private static Optional<List<Entry>> advance(
      Connection connection, List<Step> steps, List<Message> messages) throws SQLException {
    if (!OffsetStore.advance(connection, steps)) {
      connection.rollback();
      return Optional.empty();
    }
    List<Entry> entries = Outbox.add(connection, messages);
    connection.commit();
    return Optional.of(entries);
  }

  private Message withoutRun(PartitionFeed feed, Input.Unreadable poison) {
    Problem problem = new Problem("UNREADABLE", null, poison.detail());
    return messages.quarantined(
        "", feed.entity(), new InputRecord(poison.source(), -1, "", problem));
  }

  /** Customer in a record's key; empty where there is none that the database could be asked for. */
  static String customerOf(ConsumerRecord<byte[], byte[]> source) {
    if (source.key() == null) {
      return "";
    }
    String key = new String(source.key(), StandardCharsets.UTF_8);
    int slash = key.indexOf('/');
    String customer = slash < 0 ? key : key.substring(0, slash);
    return customer.indexOf('\0') < 0 ? customer : "";
  }
}
