package dev.godwit.loader.batch;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.rows.RowLoader;
import dev.godwit.loader.targetdb.NarrowedColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Requires of a live run that the target refuses no value because a column became shorter since the
 * run was checked: a person can widen it, so that no record need stay behind. Stateless.
 */
public final class RequiredWidth {
  /** SQLSTATE of a value that is too long for its column. */
  private static final String TOO_LONG = "22001";

  private RequiredWidth() {}

  /**
   * Checks the refusals of a batch, inside the connection's open transaction.
   *
   * @throws NarrowedTargetException where a column became shorter
   * @throws SQLException retriable or fatal by its class
   */
  public static void check(Connection connection, LoadRun run, List<RowLoader.Refused> refused)
      throws SQLException {
    List<RowLoader.Refused> tooLong =
        refused.stream().filter(one -> TOO_LONG.equals(one.refusal().sqlState())).toList();
    if (tooLong.isEmpty() || run.fenced().kind() != RunKind.LIVE) {
      return;
    }
    Optional<NarrowedColumn> narrowed = NarrowedColumn.find(connection, run.target());
    if (narrowed.isPresent()) {
      throw new NarrowedTargetException(narrowed.get(), tooLong.get(0).record(), tooLong.size());
    }
  }
}
