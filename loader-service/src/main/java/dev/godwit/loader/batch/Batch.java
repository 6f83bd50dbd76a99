package dev.godwit.loader.batch;

import dev.godwit.loader.inbound.LoadRecord;
import dev.godwit.loader.progress.OffsetStore.Step;
import dev.godwit.records.Entity;
import java.util.List;
import java.util.Map;

/**
 * The records that one database transaction takes from the partitions: those that are loaded, by
 * run, and those that are not. A strategy makes it; it stays as it is, so that its transaction can
 * be tried again.
 *
 * @param parts the records that are loaded, in the order of their runs' ids, so that two instances
 *     lock the fences in the same order
 * @param steps steps forward in the partitions, over every record that was taken
 * @param orphans unreadable records that belong to no run; they are quarantined
 * @param skipped number of readable records of runs that may not write, by entity
 * @param elsewhere number of records that belong to another target database, by entity
 */
public record Batch(
    List<RunPart> parts,
    List<Step> steps,
    List<Orphan> orphans,
    Map<Entity, Long> skipped,
    Map<Entity, Long> elsewhere) {

  /** An unreadable record that belongs to no run. */
  public record Orphan(Entity entity, LoadRecord record) {}
}
