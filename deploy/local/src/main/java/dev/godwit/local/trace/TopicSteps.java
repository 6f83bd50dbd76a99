package dev.godwit.local.trace;

import dev.godwit.common.v1.EntityPlan;
import dev.godwit.common.v1.Stage;
import dev.godwit.event.v1.ChunkExtracted;
import dev.godwit.local.trace.TraceStep.Outcome;
import dev.godwit.pack.RowSchema;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.TargetPack;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.TransformedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * The steps of a trace that topics tell: merge, chunk, extracted record, transformed record, loaded
 * range and quarantine. Each is made once, in this order. Not thread-safe.
 */
final class TopicSteps {
  private static final Duration BEFORE_THE_RUN = Duration.ofHours(1);

  private final TopicReader topics;
  private final TracedRun run;
  private final SourceEntity entity;
  private final TargetPack target;
  private final boolean withValues;
  private final StageReceipts receipts;
  private String recordId;
  private String contact;
  private ChunkExtracted chunk;
  private FoundRecord extracted;
  private FoundRecord transformed;
  private StageReceipts.Passage passage;

  /**
   * @param target null where it is not known; then values of transformed records are not shown
   */
  TopicSteps(
      TopicReader topics,
      TracedRun run,
      SourceEntity entity,
      TargetPack target,
      boolean withValues) {
    this.topics = topics;
    this.run = run;
    this.entity = entity;
    this.target = target;
    this.withValues = withValues;
    this.receipts = new StageReceipts(topics, run);
  }

  private Entity of() {
    return entity.entity();
  }

  /** Id of the record that the row became part of, after {@link #merged}. */
  String recordId() {
    return recordId;
  }

  /**
   * The merge of the row, and that of the contact by which its record is partitioned.
   *
   * @param contactId id of the row's contact; null where it has none or the row is not there
   */
  TraceStep merged(String id, String contactId) {
    recordId = id;
    MergeLookup merges = new MergeLookup(topics, run);
    contact = contactId == null ? null : survivor(merges, contactId);
    if (!entity.merges()) {
      return TraceStep.of("merged", Outcome.NONE, "Rows of " + of().text() + " are not merged.");
    }
    Optional<MergeLookup.Merge> merge = merges.of(of(), id);
    if (merge.isEmpty()) {
      return TraceStep.of(
          "merged", Outcome.NONE, "It is in no merge group of the run; it stands for itself.");
    }
    FoundRecord place = merge.get().place();
    recordId = merge.get().identity().getSurvivorId();
    return place(
            TraceStep.of(
                "merged",
                Outcome.FOUND,
                "It is one of %d rows that are one record, by the rule %s; %s."
                    .formatted(
                        merge.get().identity().getGroupSize(),
                        merge.get().identity().getRule(),
                        recordId.equals(id)
                            ? "it is the survivor"
                            : "the survivor is " + recordId)),
            place)
        .with("survivor", recordId)
        .with("rule", merge.get().identity().getRule())
        .with("groupSize", merge.get().identity().getGroupSize());
  }

  private static String survivor(MergeLookup merges, String contactId) {
    return merges
        .of(Entity.CONTACTS, contactId)
        .map(merge -> merge.identity().getSurvivorId())
        .orElse(contactId);
  }

  /**
   * The chunk of the row.
   *
   * @param keyRange number of the chunk whose keys it is among; -1 where the row is not there
   * @param isMerged whether it is in a merge group
   */
  TraceStep chunk(int keyRange, boolean isMerged) {
    Optional<EntityPlan> plan = run.plan(of());
    if (plan.isEmpty()) {
      return TraceStep.of(
          "chunk",
          Outcome.NONE,
          run.isPlanned()
              ? "The run does not move %s.".formatted(of().text())
              : "The run has not planned its chunks yet.");
    }
    int number = isMerged ? plan.get().getChunks() - 1 : keyRange;
    if (number < 0) {
      return TraceStep.of(
          "chunk",
          Outcome.NONE,
          "Its chunk follows from its key, and the row is not in the source now.");
    }
    chunk = run.chunk(of(), number).orElse(null);
    String which =
        "chunk %d of %d%s"
            .formatted(
                number, plan.get().getChunks(), isMerged ? ", which holds the merged rows" : "");
    if (chunk == null) {
      return TraceStep.of("chunk", Outcome.NONE, "It is in " + which + ", not extracted yet.")
          .with("chunk", number);
    }
    return TraceStep.of("chunk", Outcome.FOUND, "It is in " + which + ".")
        .at(chunk.getEnvelope().getOccurredAt())
        .with("chunk", number)
        .with("rows", chunk.getRows());
  }

  /** The record in the extracted topic. */
  TraceStep extracted() {
    String topic = Topics.extracted(of());
    RecordSearch search = new RecordSearch(topics, topic, new RecordBegin(run.runId(), recordId));
    int partitions = topics.partitions(topic);
    int likely = topics.partitionOf(topic, key());
    if (chunk != null) {
      Instant end = chunk.getEnvelope().getOccurredAt();
      search.between(likely, end.minusMillis(chunk.getDurationMillis()), end);
    }
    Instant begin = run.startedAt().minus(BEFORE_THE_RUN);
    search.since(likely, begin, run.endOfExtracted(of(), likely));
    for (int p = 0; p < partitions; p++) {
      if (p != likely && search.found().isEmpty()) {
        search.since(p, begin, run.endOfExtracted(of(), p));
      }
    }
    extracted = search.found().orElse(null);
    if (extracted == null) {
      return search.missing("extracted");
    }
    TraceStep step =
        place(TraceStep.of("extracted", Outcome.FOUND, "It was extracted."), extracted)
            .with("recordsRead", search.read());
    List<String> members = members();
    if (members.size() > 1) {
      step = step.with("members", members);
    }
    return withValues && extracted.record() != null
        ? step.withValues(RecordValues.of(extracted.record()))
        : step;
  }

  private byte[] key() {
    String own = entity.parentField() != null ? "" : contact != null ? contact : recordId;
    return (run.customer() + "/" + own).getBytes(StandardCharsets.UTF_8);
  }

  /** A text of the extracted record; empty where it was not found, or has none. */
  Optional<String> extractedField(String name) {
    if (extracted == null || extracted.record() == null) {
      return Optional.empty();
    }
    Schema.Field field = extracted.record().getSchema().getField(name);
    return field == null
        ? Optional.empty()
        : Optional.ofNullable(extracted.record().get(field.pos())).map(Object::toString);
  }

  /** Ids of the rows that the extracted record stands for, the survivor first. */
  private List<String> members() {
    List<String> ids = new ArrayList<>();
    if (extracted.record() != null) {
      Schema.Field field = extracted.record().getSchema().getField(RowSchema.MEMBERS);
      if (field != null && extracted.record().get(field.pos()) instanceof List<?> members) {
        for (Object member : members) {
          if (member instanceof IndexedRecord row) {
            Schema.Field id = row.getSchema().getField(RowSchema.LEGACY_ID);
            ids.add(String.valueOf(row.get(id.pos())));
          }
        }
      }
    }
    return ids;
  }

  /**
   * The record in the transformed topic.
   *
   * @param releasedAt when a replay of the transformer released it; null where none did
   */
  TraceStep transformed(Instant releasedAt) {
    if (extracted == null) {
      return TraceStep.of(
          "transformed", Outcome.NONE, "Its offset follows from the extracted record.");
    }
    String topic = Topics.transformed(of());
    int partition = extracted.partition();
    passage = receipts.of(Stage.TRANSFORM, of(), extracted).orElse(null);
    RecordSearch search = new RecordSearch(topics, topic, new RecordBegin(run.runId(), recordId));
    if (releasedAt != null) {
      search.between(partition, releasedAt, releasedAt);
    }
    if (passage != null) {
      search.between(partition, passage.after(), passage.receipt().getProducedAt());
      search.between(partition, extracted.at(), passage.receipt().getProducedAt());
    } else {
      search.since(partition, extracted.at(), Optional.empty());
    }
    transformed = search.found().orElse(null);
    if (transformed == null) {
      return search.missing("transformed");
    }
    TraceStep step =
        place(TraceStep.of("transformed", Outcome.FOUND, "It was transformed."), transformed)
            .with("recordsRead", search.read());
    return withValues && target != null && transformed.record() instanceof TransformedRecord record
        ? step.withValues(RecordValues.of(record, target))
        : step;
  }

  /** The range that the loader wrote with it. */
  TraceStep loaded() {
    if (transformed == null) {
      return TraceStep.of("loaded", Outcome.NONE, "No transformed record of it was found.");
    }
    return receipts
        .of(Stage.LOAD, of(), transformed)
        .map(
            load ->
                TraceStep.of(
                        "loaded",
                        Outcome.FOUND,
                        "The loader has read its range: offsets %d up to %d of partition %d."
                            .formatted(
                                load.receipt().getFromOffset(),
                                load.receipt().getToOffset(),
                                transformed.partition()))
                    .at(load.receipt().getProducedAt())
                    .with("loadedInRange", load.receipt().getRecordsOut())
                    .with("quarantinedInRange", load.receipt().getQuarantined()))
        .orElseGet(
            () ->
                TraceStep.of(
                    "loaded",
                    Outcome.NONE,
                    "No receipt says that the loader has read its offset yet, or it has expired."));
  }

  /** The records of the quarantine about it, newest last; call it before {@link #transformed}. */
  QuarantineSteps quarantine() {
    Set<Integer> partitions = new TreeSet<>();
    if (extracted != null) {
      partitions.add(extracted.partition());
    } else {
      int all = topics.partitions(Topics.QUARANTINE);
      for (int p = 0; p < all; p++) {
        partitions.add(p);
      }
    }
    QuarantineSearch search = new QuarantineSearch(topics, run);
    Instant since =
        extracted == null ? run.startedAt().minus(BEFORE_THE_RUN) : earliest(extracted.at());
    return new QuarantineSteps(search.ofRow(of(), recordId, partitions, since), search);
  }

  /** The extractor quarantines other rows of a chunk before and after the record's time. */
  private Instant earliest(Instant extractedAt) {
    return extractedAt.isBefore(run.startedAt()) ? extractedAt : run.startedAt();
  }

  private static TraceStep place(TraceStep step, FoundRecord found) {
    return step.at(found.at())
        .with("topic", found.topic())
        .with("partition", found.partition())
        .with("offset", found.offset());
  }
}
