package dev.godwit.loader.replay;

import dev.godwit.loader.batch.NarrowedTargetException;
import dev.godwit.loader.rows.Refusal;
import dev.godwit.pack.PackException;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.SQLException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;

/** The report of what ended a replay, without a row's content. Stateless. */
final class ReplayFailure {
  private ReplayFailure() {}

  /** The failure of a step. */
  static StageFailedException of(Exception error) {
    String action =
        "Mend the target or the pack as the error says, then replay again: what is done stays.";
    return switch (error) {
      case StageFailedException failed -> failed;
      case SQLException sql ->
          new StageFailedException(
              "target database",
              "A step of the replay failed with SQLSTATE %s%s: %s"
                  .formatted(
                      Refusal.of(sql).sqlState(), Refusal.of(sql).names(), Refusal.message(sql)),
              action,
              sql);
      case NarrowedTargetException narrowed ->
          new StageFailedException(narrowed.table(), narrowed.getMessage(), action, narrowed);
      case OffsetOutOfRangeException gone ->
          new StageFailedException(
              "transformed topics",
              "Expected the records of the replay to be there until they are read, found those at %s deleted."
                  .formatted(gone.offsetOutOfRangePartitions()),
              "Correct the topic's settings: godwit doctor. Then replay the stage transform, which writes them again.",
              gone);
      case PackException unfit ->
          new StageFailedException("target pack", unfit.getMessage(), action, unfit);
      case IllegalArgumentException unknown ->
          new StageFailedException("target pack", unknown.getMessage(), action, unknown);
      default ->
          new StageFailedException(
              "replay", "A step failed with " + error.getClass().getName() + ".", action, error);
    };
  }
}
