package dev.godwit.orchestrator.view.progress;

import dev.godwit.receipt.v1.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Counts of a stage's work on the live events of one partition since each of the last few cuts that
 * it passed there. Added to the totals in the verdict of a cut, they give the totals of now, also
 * where the receipts from before that cut have expired. Immutable; bounded.
 */
public final class SinceCuts {
  static final int MOST = 8;
  private static final SinceCuts BEGIN = new SinceCuts(List.of(new Done(0, 0, 0, 0, 0)));

  private final List<Done> byCut;

  /**
   * Work between the marker of a cut and that of the next one.
   *
   * @param cut number of the cut; 0 for the work before the first
   */
  public record Done(int cut, long in, long out, long duplicates, long quarantined) {
    /** Nothing. */
    public static final Done NOTHING = new Done(0, 0, 0, 0, 0);

    /** Both together, since the cut of this one. */
    public Done plus(Done other) {
      return new Done(
          cut,
          in + other.in,
          out + other.out,
          duplicates + other.duplicates,
          quarantined + other.quarantined);
    }
  }

  private SinceCuts(List<Done> byCut) {
    this.byCut = List.copyOf(byCut);
  }

  /** Before the first receipt. */
  public static SinceCuts begin() {
    return BEGIN;
  }

  /** From the kept list, oldest first; the beginning where it is empty. */
  public static SinceCuts of(List<Done> byCut) {
    return byCut.isEmpty() ? BEGIN : new SinceCuts(byCut);
  }

  /** With a receipt that was not counted before: a marker is the end of its range. */
  public SinceCuts plus(Receipt r) {
    List<Done> after = new ArrayList<>(byCut);
    Done done =
        new Done(0, r.getRecordsIn(), r.getRecordsOut(), r.getAlreadyLoaded(), r.getQuarantined());
    after.add(after.removeLast().plus(done));
    if (r.getReplay() == 0 && r.getCut() > after.getLast().cut()) {
      after.add(new Done(r.getCut(), 0, 0, 0, 0));
      if (after.size() > MOST) {
        after.removeFirst();
      }
    }
    return new SinceCuts(after);
  }

  /** Work since a cut; empty where its marker was not passed, or is no longer kept. */
  public Optional<Done> since(int cut) {
    return byCut.stream().anyMatch(d -> d.cut() == cut)
        ? Optional.of(byCut.stream().filter(d -> d.cut() >= cut).reduce(Done.NOTHING, Done::plus))
        : Optional.empty();
  }

  /** As kept, oldest first. */
  public List<Done> byCut() {
    return byCut;
  }
}
