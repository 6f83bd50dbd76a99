package dev.godwit.orchestrator.view.replay;

import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.store.StageRangeRow;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import org.apache.kafka.common.TopicPartition;

/**
 * Records of a run in one partition of a stage's input, from an offset on. Immutable.
 *
 * @param entity the entity
 * @param partition the partition of its topic
 * @param from first offset
 * @param to offset after the last one
 * @param counts records in it
 * @param whole true where it is all that the stage read there
 */
record InputRange(
    Entity entity, TopicPartition partition, long from, long to, Counts counts, boolean whole) {

  /**
   * Records of a range.
   *
   * @param records records of the run; negative where it is not known
   * @param done those that the stage passed on or loaded, or found loaded
   * @param quarantined those in quarantine by the stage
   */
  record Counts(long records, long done, long quarantined) {
    static final Counts NONE = new Counts(0, 0, 0);

    /** Not known: a version of before projected some of it. */
    static final Counts UNKNOWN = new Counts(-1, 0, 0);

    Counts plus(Counts other) {
      return records < 0 || other.records < 0
          ? UNKNOWN
          : new Counts(records + other.records, done + other.done, quarantined + other.quarantined);
    }

    /** About the share that is left from an offset on. */
    Counts share(long from, long to, long start) {
      double share = to <= from ? 0 : Math.clamp((to - start) / (double) (to - from), 0.0, 1.0);
      return records < 0
          ? UNKNOWN
          : new Counts(
              Math.round(records * share),
              Math.round(done * share),
              Math.round(quarantined * share));
    }
  }

  /** All that a stage read from one partition. */
  static InputRange of(StageRangeRow row, Stage stage) {
    Entity entity = Entity.valueOf(row.entity);
    String topic = stage == Stage.TRANSFORM ? Topics.extracted(entity) : Topics.transformed(entity);
    return new InputRange(
        entity,
        new TopicPartition(topic, row.part),
        row.fromOffset,
        row.toOffset,
        new Counts(row.records, row.done, row.quarantined),
        true);
  }

  /** The same from an offset on. */
  InputRange from(long start, Counts left) {
    return new InputRange(entity, partition, start, to, left, false);
  }
}
