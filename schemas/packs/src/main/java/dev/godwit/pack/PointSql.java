package dev.godwit.pack;

import dev.godwit.common.v1.SqlPoint;
import java.util.List;

/**
 * The SQL that a target pack runs at points of a run; each of its statements changes nothing more
 * when it is run again. Immutable.
 *
 * @param beforeLoad before any row is copied
 * @param afterLoad once the load has drained, before the verdict
 * @param beforeEnable just before the customer is enabled
 */
public record PointSql(
    List<PackStatement> beforeLoad,
    List<PackStatement> afterLoad,
    List<PackStatement> beforeEnable) {
  /** No SQL at any point. */
  public static final PointSql NONE = new PointSql(List.of(), List.of(), List.of());

  public PointSql {
    beforeLoad = List.copyOf(beforeLoad);
    afterLoad = List.copyOf(afterLoad);
    beforeEnable = List.copyOf(beforeEnable);
  }

  /** The SQL of a point, in the order in which it is run; empty where there is none. */
  public List<PackStatement> at(SqlPoint point) {
    return switch (point) {
      case BEFORE_LOAD -> beforeLoad;
      case AFTER_LOAD -> afterLoad;
      case BEFORE_ENABLE -> beforeEnable;
      case UNKNOWN -> List.of();
    };
  }

  /** The points that have SQL, in the order of a run. */
  public List<SqlPoint> points() {
    return List.of(SqlPoint.BEFORE_LOAD, SqlPoint.AFTER_LOAD, SqlPoint.BEFORE_ENABLE).stream()
        .filter(point -> !at(point).isEmpty())
        .toList();
  }
}
