package dev.godwit.records;

import dev.godwit.common.v1.EntityCount;
import dev.godwit.common.v1.EntityDigest;
import dev.godwit.common.v1.EntityPlan;
import dev.godwit.common.v1.LedgerLine;
import dev.godwit.common.v1.QuarantineCount;
import dev.godwit.common.v1.ReplaySelection;
import dev.godwit.event.v1.ChunkExtracted;
import dev.godwit.event.v1.CutStarted;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.receipt.v1.OffsetRange;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.report.v1.ChunkReport;
import dev.godwit.report.v1.CutReport;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.Identity;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import dev.godwit.task.v1.ExtractChunk;
import dev.godwit.task.v1.WriteCut;
import java.util.ArrayList;
import java.util.List;

/** The entity that a record names, from its symbol and the name beside it. Stateless. */
public final class Entities {
  private Entities() {}

  /** The entity of a {@code EntityCount}. */
  public static Entity of(EntityCount record) {
    return Entity.of(record.getEntity(), record.getEntityName());
  }

  /** The entity of a {@code EntityDigest}. */
  public static Entity of(EntityDigest record) {
    return Entity.of(record.getEntity(), record.getEntityName());
  }

  /** The entity of a {@code EntityPlan}. */
  public static Entity of(EntityPlan record) {
    return Entity.of(record.getEntity(), record.getEntityName());
  }

  /** The entity of a {@code LedgerLine}. */
  public static Entity of(LedgerLine record) {
    return Entity.of(record.getEntity(), record.getEntityName());
  }

  /** The entity of a {@code QuarantineCount}. */
  public static Entity of(QuarantineCount record) {
    return Entity.of(record.getEntity(), record.getEntityName());
  }

  /** The entity of a {@code ChunkExtracted}. */
  public static Entity of(ChunkExtracted record) {
    return Entity.of(record.getEntity(), record.getEntityName());
  }

  /** The entity of a {@code CutStarted}. */
  public static Entity of(CutStarted record) {
    return Entity.of(record.getEntity(), record.getEntityName());
  }

  /** The entity of a {@code CutWritten}. */
  public static Entity of(CutWritten record) {
    return Entity.of(record.getEntity(), record.getEntityName());
  }

  /** The entity of a {@code OffsetRange}. */
  public static Entity of(OffsetRange record) {
    return Entity.of(record.getEntity(), record.getEntityName());
  }

  /** The entity of a {@code Receipt}. */
  public static Entity of(Receipt record) {
    return Entity.of(record.getEntity(), record.getEntityName());
  }

  /** The entity of a {@code ChunkReport}. */
  public static Entity of(ChunkReport record) {
    return Entity.of(record.getEntity(), record.getEntityName());
  }

  /** The entity of a {@code CutReport}. */
  public static Entity of(CutReport record) {
    return Entity.of(record.getEntity(), record.getEntityName());
  }

  /** The entity of a {@code Cut}. */
  public static Entity of(Cut record) {
    return Entity.of(record.getEntity(), record.getEntityName());
  }

  /** The entity of a {@code QuarantinedRecord}. */
  public static Entity of(QuarantinedRecord record) {
    return Entity.of(record.getEntity(), record.getEntityName());
  }

  /** The entity of a {@code ReleasedRecord}. */
  public static Entity of(ReleasedRecord record) {
    return Entity.of(record.getEntity(), record.getEntityName());
  }

  /** The entity of a {@code ExtractChunk}. */
  public static Entity of(ExtractChunk record) {
    return Entity.of(record.getEntity(), record.getEntityName());
  }

  /** The entity of a {@code WriteCut}. */
  public static Entity of(WriteCut record) {
    return Entity.of(record.getEntity(), record.getEntityName());
  }

  /** The entity of an {@code Identity}, which names a declared one only. */
  public static Entity of(Identity record) {
    return record.getEntityName() == null
        ? Entity.CONTACTS
        : Entity.of(dev.godwit.common.v1.Entity.UNKNOWN, record.getEntityName());
  }

  /** The entity that a quarantined record waits for; null where it waits for none. */
  public static Entity parentOf(QuarantinedRecord record) {
    return record.getParentEntity() == null
        ? null
        : Entity.of(record.getParentEntity(), record.getParentEntityName());
  }

  /** The entities of a selection; empty for all. */
  public static List<Entity> of(ReplaySelection selection) {
    List<Entity> entities = new ArrayList<>();
    selection.getEntities().forEach(symbol -> entities.add(Entity.of(symbol, null)));
    selection.getEntityNames().forEach(name -> entities.add(Entity.valueOf(name)));
    return entities;
  }
}
