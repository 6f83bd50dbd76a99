package dev.godwit.orchestrator.view.quarantine;

import dev.godwit.api.HeldRecordAnswer;
import dev.godwit.api.QuarantineAnswer.HeldBack;
import dev.godwit.api.QuarantinedRecordAnswer;
import dev.godwit.api.RedrivePlanAnswer;
import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.quarantine.QuarantineExport.Decoder;
import dev.godwit.orchestrator.view.quarantine.QuarantineExport.Run;
import dev.godwit.orchestrator.view.quarantine.QuarantineIndex.Awaited;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.QuarantinedRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds single records of a run's quarantine, and counts those that a redrive would read. Reads the
 * topic. Thread-safe.
 *
 * <p>Every call throws {@link org.apache.kafka.common.KafkaException} where the broker does not
 * answer, which is retriable.
 */
@ApplicationScoped
public class QuarantineRecords {
  private static final List<String> STAGES = List.of(Stage.TRANSFORM.name(), Stage.LOAD.name());

  private final QuarantineTopic topic;
  private final QuarantineExport export;

  private record Key(Entity entity, String id) {}

  private record Place(String stage, Entity entity) {}

  QuarantineRecords(QuarantineTopic topic, QuarantineExport export) {
    this.topic = topic;
    this.export = export;
  }

  /**
   * The records in quarantine that a person asks for, each with what waits for it.
   *
   * @param withValues whether their values are shown
   * @param most at most so many are shown; all are counted
   */
  public HeldRecordAnswer.Page page(Run run, RedriveRequest wanted, boolean withValues, int most)
      throws IOException {
    QuarantineIndex index = export.index(run);
    Map<Key, QuarantinedRecordAnswer> found =
        new TreeMap<>(Comparator.comparing(Key::entity).thenComparing(Key::id));
    List<QuarantinedRecordAnswer> shown = new ArrayList<>();
    long[] total = new long[1];
    try (Decoder decoder = withValues ? export.decoder() : null) {
      readCurrent(
          run,
          index,
          record -> {
            if (wanted.takes(Entities.of(record), record.getLegacyId(), record.getReason())) {
              total[0]++;
              if (shown.size() < most) {
                QuarantinedRecordAnswer answer =
                    QuarantineExport.answer(run, record, index.rootCause(record), decoder);
                shown.add(answer);
                found.put(new Key(Entities.of(record), record.getLegacyId()), answer);
              }
            }
          });
    }
    Map<Key, Map<Entity, Long>> waiting =
        index.hasWaiting() ? waiting(run, index, found) : Map.of();
    return new HeldRecordAnswer.Page(
        shown.stream()
            .map(
                answer ->
                    new HeldRecordAnswer(
                        answer,
                        waiting
                            .getOrDefault(
                                new Key(Entity.valueOf(answer.entity()), answer.key()), Map.of())
                            .entrySet()
                            .stream()
                            .map(one -> new HeldBack(one.getKey().name(), one.getValue()))
                            .toList()))
            .toList(),
        total[0]);
  }

  private Map<Key, Map<Entity, Long>> waiting(Run run, QuarantineIndex index, Map<Key, ?> shown)
      throws IOException {
    Map<Key, Map<Entity, Long>> waiting = new HashMap<>();
    readCurrent(
        run,
        index,
        record -> {
          for (Awaited awaited : index.awaited(record)) {
            Key key = new Key(awaited.entity(), awaited.key());
            if (awaited.isHeld() && shown.containsKey(key)) {
              waiting
                  .computeIfAbsent(key, one -> new TreeMap<>())
                  .merge(Entities.of(record), 1L, Long::sum);
            }
          }
        });
    return waiting;
  }

  /**
   * Counts the records that a redrive would read.
   *
   * @return the parts in the order in which they are read; empty where there are none
   */
  public List<RedrivePlanAnswer.Part> parts(Run run, RedriveRequest wanted) throws IOException {
    QuarantineIndex index = export.index(run);
    Map<Place, long[]> counts =
        new TreeMap<>(
            Comparator.comparing((Place place) -> STAGES.indexOf(place.stage()))
                .thenComparing(Place::entity));
    readCurrent(
        run,
        index,
        record -> {
          boolean chosen =
              wanted.takes(Entities.of(record), record.getLegacyId(), record.getReason());
          boolean waits =
              !chosen
                  && index.awaited(record).stream()
                      .anyMatch(one -> wanted.takes(one.entity(), one.key(), one.reason()));
          if (chosen || waits) {
            counts
                .computeIfAbsent(
                    new Place(record.getStage().name(), Entities.of(record)), one -> new long[2])[
                chosen ? 0 : 1]++;
          }
        });
    return counts.entrySet().stream()
        .map(
            one ->
                new RedrivePlanAnswer.Part(
                    one.getKey().stage(),
                    one.getKey().entity().name(),
                    one.getValue()[0],
                    one.getValue()[1]))
        .toList();
  }

  /** Takes a record that is in quarantine now. */
  @FunctionalInterface
  private interface Taker {
    void take(QuarantinedRecord record);
  }

  private void readCurrent(Run run, QuarantineIndex index, Taker taker) throws IOException {
    long unused =
        topic.read(
            QuarantineExport.begin(run),
            (record, partition, offset) -> {
              if (index.isCurrent(record, partition, offset)) {
                taker.take(record);
              }
            });
  }
}
