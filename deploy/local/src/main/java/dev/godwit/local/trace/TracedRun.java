package dev.godwit.local.trace;

import dev.godwit.api.MigrationAnswer;
import dev.godwit.canonical.DerivedId;
import dev.godwit.common.v1.EntityPlan;
import dev.godwit.common.v1.RunKind;
import dev.godwit.event.v1.ChunkExtracted;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.ExtractionPlanned;
import dev.godwit.event.v1.LiveRehearsalStarted;
import dev.godwit.event.v1.PurgeStarted;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.event.v1.TargetPurged;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.worker.run.RunSpec;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * The facts of a run that lead to its records: plan, chunks, cuts and purges, folded from its
 * events in their order. Not thread-safe.
 */
final class TracedRun {
  private final String customer;
  private final int number;
  private final Map<Entity, EntityPlan> plans = new HashMap<>();
  private final Map<Entity, Map<Integer, ChunkExtracted>> chunks = new HashMap<>();
  private final Map<Entity, CutWritten> firstCuts = new HashMap<>();
  private RunStarted started;
  private ExtractionPlanned planned;
  private CutWritten liveOpening;
  private CutWritten liveClosing;
  private Instant liveRehearsalAt;
  private Instant purgedAt;
  private boolean isPurging;

  /**
   * @param number number of the run, from 1
   */
  TracedRun(String customer, int number) {
    this.customer = customer;
    this.number = number;
  }

  /**
   * A run whose events cannot be read: only its packs, kind and begin are known. Its derived ids
   * are taken to be those of a run of today.
   */
  static TracedRun withoutEvents(MigrationAnswer migration, MigrationAnswer.Run chosen) {
    TracedRun run = new TracedRun(migration.customer(), chosen.run());
    run.started =
        RunStarted.newBuilder()
            .setEnvelope(
                Envelope.newBuilder()
                    .setEventId("")
                    .setMigrationId(migration.customer())
                    .setSequence(0)
                    .setCausationId("")
                    .setCorrelationId("")
                    .setOccurredAt(chosen.startedAt())
                    .setBy(chosen.by())
                    .setRun(chosen.run())
                    .build())
            .setKind(RunKind.valueOf(chosen.kind()))
            .setCustomer(migration.customer())
            .setSourcePack(migration.sourcePack())
            .setTargetPack(migration.targetPack())
            .setWhy("")
            .setDerivedIds(DerivedId.ORDERED)
            .build();
    return run;
  }

  /** Takes the next event; those of other runs are ignored. */
  void take(SpecificRecord event) {
    switch (event) {
      case RunStarted e when isOwn(e.getEnvelope()) -> started = e;
      case ExtractionPlanned e when isOwn(e.getEnvelope()) -> planned(e);
      case ChunkExtracted e when isOwn(e.getEnvelope()) ->
          chunks.computeIfAbsent(Entities.of(e), x -> new HashMap<>()).put(e.getChunk(), e);
      case CutWritten e when isOwn(e.getEnvelope()) -> cut(e);
      case LiveRehearsalStarted e when isOwn(e.getEnvelope()) ->
          liveRehearsalAt = e.getEnvelope().getOccurredAt();
      case PurgeStarted e when isOwn(e.getEnvelope()) -> isPurging = true;
      case TargetPurged e when isOwn(e.getEnvelope()) -> {
        isPurging = false;
        purgedAt = e.getEnvelope().getOccurredAt();
      }
      default -> {
        // Any other event says nothing about where a record is.
      }
    }
  }

  private boolean isOwn(Envelope envelope) {
    return envelope.getRun() == number && envelope.getMigrationId().equals(customer);
  }

  private void planned(ExtractionPlanned event) {
    planned = event;
    plans.clear();
    event.getEntities().forEach(plan -> plans.put(Entities.of(plan), plan));
  }

  private void cut(CutWritten event) {
    Entity entity = Entities.of(event);
    if (!entity.equals(Entity.LIVE)) {
      firstCuts.putIfAbsent(entity, event);
    } else if (event.getCut() == 0) {
      liveOpening = event;
    } else if (event.getCloses()) {
      liveClosing = event;
    }
  }

  String customer() {
    return customer;
  }

  int number() {
    return number;
  }

  String runId() {
    return RunSpec.idOf(customer, number);
  }

  /** Whether its first event was found. */
  boolean isKnown() {
    return started != null;
  }

  RunKind kind() {
    return started.getKind();
  }

  Instant startedAt() {
    return started.getEnvelope().getOccurredAt();
  }

  String sourcePack() {
    return started.getSourcePack();
  }

  String targetPack() {
    return started.getTargetPack();
  }

  /** Version of its derived ids. */
  int derivedIds() {
    return started.getDerivedIds();
  }

  /** Plan of an entity; empty where the run does not move it, or has no plan yet. */
  Optional<EntityPlan> plan(Entity entity) {
    return Optional.ofNullable(plans.get(entity));
  }

  boolean isPlanned() {
    return planned != null;
  }

  /** Range of a partition of {@code crm.identities.v1} with the run's merges: first, and end. */
  Optional<long[]> identities(int partition) {
    if (planned == null || partition >= planned.getIdentitiesFrom().size()) {
      return Optional.empty();
    }
    long from = planned.getIdentitiesFrom().get(partition);
    long to = planned.getIdentitiesTo().get(partition);
    return from < to ? Optional.of(new long[] {from, to}) : Optional.empty();
  }

  /** The event of an extracted chunk; empty where it is not extracted. */
  Optional<ChunkExtracted> chunk(Entity entity, int chunk) {
    return Optional.ofNullable(chunks.getOrDefault(entity, Map.of()).get(chunk));
  }

  /**
   * Offset behind the run's records in a partition of an entity's extracted topic; empty where its
   * cut is not written.
   */
  Optional<Long> endOfExtracted(Entity entity, int partition) {
    return offset(firstCuts.get(entity), partition);
  }

  /** First offset of a partition of the live topic that belongs to the run; empty for none. */
  Optional<Long> beginOfLive(int partition) {
    return offset(liveOpening, partition);
  }

  /** Offset after the last that does; empty where it is still open. */
  Optional<Long> endOfLive(int partition) {
    return offset(liveClosing, partition);
  }

  /** The time at which the rehearsal of live events began; empty for none. */
  Optional<Instant> liveRehearsalAt() {
    return Optional.ofNullable(liveRehearsalAt);
  }

  private static Optional<Long> offset(CutWritten cut, int partition) {
    List<Long> offsets = cut == null ? List.of() : cut.getOffsets();
    return partition < offsets.size() ? Optional.of(offsets.get(partition)) : Optional.empty();
  }

  /** The time of the purge of the customer's rows of the run; empty where there was none. */
  Optional<Instant> purgedAt() {
    return Optional.ofNullable(purgedAt);
  }

  /** Whether a purge has begun and not ended. */
  boolean isPurging() {
    return isPurging;
  }
}
