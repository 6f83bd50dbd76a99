package dev.godwit.validator.ledger;

import dev.godwit.common.v1.EntityCount;
import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The gains of the replays of a run, by their receipts: decides whether all of it is booked. The
 * orchestrator knows from the reports how many records every replay released; a cut's ledger waits
 * until the receipts say so too, and until the loader has received the records that replays of the
 * transformer added behind the cuts. Receipts that say more are of a replay that failed and whose
 * report came later than the cut: their records are released, and hold up no verdict.
 */
final class ReplayGains {
  private final List<Receipt> sums;

  /**
   * Over all sums of a run.
   *
   * @param liveSums sums of live engagement, frozen at the cut's markers, and the gains of replays
   */
  ReplayGains(Collection<Receipt> sums, Collection<Receipt> liveSums) {
    this.sums = Stream.concat(sums.stream(), liveSums.stream()).toList();
  }

  /**
   * True where the booked receipts release at least these records and the loader has received all
   * that replays transformed.
   *
   * @param asked records that left a quarantine, by entity
   */
  boolean isComplete(Collection<EntityCount> asked) {
    Map<Entity, Long> booked = released();
    return byEntity(asked).entrySet().stream()
            .allMatch(one -> booked.getOrDefault(one.getKey(), 0L) >= one.getValue())
        && received();
  }

  /** Records that replays released, by entity; without those of which none were. */
  Map<Entity, Long> released() {
    Map<Entity, Long> released = new TreeMap<>();
    ofReplays(sums)
        .forEach(
            sum ->
                released.merge(
                    Entities.of(sum), sum.getRecordsOut() + sum.getAlreadyLoaded(), Long::sum));
    released.values().removeIf(count -> count == 0);
    return released;
  }

  /** Highest number of a replay with a receipt, 0 for none. */
  int lastReplay() {
    return sums.stream().mapToInt(Receipt::getReplay).max().orElse(0);
  }

  private static Map<Entity, Long> byEntity(Collection<EntityCount> counts) {
    Map<Entity, Long> byEntity = new TreeMap<>();
    counts.forEach(count -> byEntity.merge(Entities.of(count), count.getRows(), Long::sum));
    byEntity.values().removeIf(count -> count == 0);
    return byEntity;
  }

  /** The loader reads what a replay of the transformer wrote behind the cut of its entity. */
  private boolean received() {
    return ofReplays(sums)
        .filter(sum -> sum.getStage() == Stage.TRANSFORM)
        .map(Entities::of)
        .distinct()
        .allMatch(
            entity ->
                StageTotal.of(sums, Stage.LOAD, entity).recordsIn()
                    >= StageTotal.of(sums, Stage.TRANSFORM, entity).recordsOut());
  }

  private static Stream<Receipt> ofReplays(List<Receipt> sums) {
    return sums.stream().filter(sum -> sum.getReplay() > 0);
  }
}
