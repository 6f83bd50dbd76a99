package dev.godwit.loader.replay;

import dev.godwit.loader.progress.QuarantineStore;
import dev.godwit.loader.progress.ReplayStore.Stretch;
import dev.godwit.loader.targetdb.TargetConnection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The offsets of a run's quarantined records, read from the target database page by page, so that
 * memory does not grow with their number. Not thread-safe.
 */
final class QuarantinedPages implements StretchReader.QuarantinedOffsets {
  private final TargetConnection target;
  private final String runId;
  private final Set<String> reasons;
  private Stretch pageOf;
  private long pageFrom;
  private List<Long> page = List.of();

  /**
   * @param reasons names of the reasons; * for every one
   */
  QuarantinedPages(TargetConnection target, String runId, Set<String> reasons) {
    this.target = target;
    this.runId = runId;
    this.reasons = reasons;
  }

  @Override
  public Optional<Long> atOrAfter(Stretch stretch, long offset)
      throws SQLException, InterruptedException {
    if (pageOf == null
        || !pageOf.entity().equals(stretch.entity())
        || pageOf.partition() != stretch.partition()
        || offset < pageFrom
        || (!page.isEmpty() && offset > page.get(page.size() - 1))) {
      read(stretch, offset);
    }
    int found = Collections.binarySearch(page, offset);
    int index = found >= 0 ? found : -found - 1;
    return index < page.size() ? Optional.of(page.get(index)) : Optional.empty();
  }

  private void read(Stretch stretch, long offset) throws SQLException, InterruptedException {
    page =
        target.retrying(
            connection -> {
              List<Long> read =
                  QuarantineStore.offsets(
                      connection, runId, stretch.entity(), stretch.partition(), offset, reasons);
              connection.rollback();
              return read;
            });
    pageOf = stretch;
    pageFrom = offset;
  }
}
