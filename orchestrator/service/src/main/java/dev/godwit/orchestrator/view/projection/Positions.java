package dev.godwit.orchestrator.view.projection;

import dev.godwit.orchestrator.view.store.ConsumerOffset;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Positions of the projections in the topics, kept beside the rows that they wrote. */
@ApplicationScoped
public class Positions {
  static final List<String> TABLES =
      List.of(
          "consumer_offset",
          "migration",
          "run",
          "story",
          "command_answer",
          "decision",
          "audit",
          "receipt_range",
          "receipt_floor",
          "stage_progress",
          "stage_range",
          "live_since",
          "quarantine_reason",
          "quarantine_example",
          "quarantine_release",
          "close_limit",
          "difference",
          "merge_group",
          "probe_result",
          "left_out");

  private final EntityManager entities;

  Positions(EntityManager entities) {
    this.entities = entities;
  }

  /** Next offset of every partition that was ever read. */
  @Transactional
  public Map<TopicPartition, Long> all() {
    Map<TopicPartition, Long> next = new HashMap<>();
    for (ConsumerOffset row : ConsumerOffset.<ConsumerOffset>listAll()) {
      next.put(new TopicPartition(row.topic, row.part), row.nextOffset);
    }
    return next;
  }

  /**
   * Empties every table, so that the projections begin again at offset 0, and marks the rebuild as
   * begun: a kill in the middle does not make a part of the read model look whole.
   */
  @Transactional
  void empty() {
    entities
        .createNativeQuery("truncate {h-schema}" + String.join(", {h-schema}", TABLES))
        .executeUpdate();
    entities
        .createNativeQuery(
            "insert into {h-schema}rebuild (one, begun_at) values (true, now())"
                + " on conflict (one) do nothing")
        .executeUpdate();
  }

  /** True where a rebuild was begun and not completed. */
  @Transactional
  boolean isRebuilding() {
    Number begun =
        (Number)
            entities.createNativeQuery("select count(*) from {h-schema}rebuild").getSingleResult();
    return begun.longValue() > 0;
  }

  /** The rebuild is complete. */
  @Transactional
  void rebuilt() {
    entities.createNativeQuery("delete from {h-schema}rebuild").executeUpdate();
  }

  /**
   * Moves a partition's position; call it in the transaction that writes the rows.
   *
   * @throws PositionMovedException where another process moved it
   */
  void move(TopicPartition partition, long from, long to) {
    String id = ConsumerOffset.id(partition.topic(), partition.partition());
    ConsumerOffset row = ConsumerOffset.findById(id, LockModeType.PESSIMISTIC_WRITE);
    if (row == null) {
      row = ConsumerOffset.of(partition.topic(), partition.partition());
    }
    if (row.nextOffset != from) {
      throw new PositionMovedException(partition, from, row.nextOffset);
    }
    row.nextOffset = to;
    row.persist();
  }

  /**
   * Another process moved the position, or the read model was rebuilt; retriable from the position
   * in the database.
   */
  static final class PositionMovedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PositionMovedException(TopicPartition partition, long expected, long found) {
      super(
          "Expected the read model to be at offset %d of %s, found %d: another process moved it, or it was rebuilt; continuing from there."
              .formatted(expected, partition, found));
    }
  }
}
