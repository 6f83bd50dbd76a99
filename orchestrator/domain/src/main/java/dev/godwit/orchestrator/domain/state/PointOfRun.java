package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.SqlPoint;
import dev.godwit.orchestrator.domain.state.ForwardState.Frozen;
import dev.godwit.orchestrator.domain.state.ForwardState.Judged;
import dev.godwit.orchestrator.domain.state.ForwardState.Loaded;
import dev.godwit.orchestrator.domain.state.ForwardState.Planning;
import dev.godwit.orchestrator.domain.state.ForwardState.Rechecked;
import java.util.List;

/** A point at which a run has SQL of its target pack run, with all that it goes on with. */
public sealed interface PointOfRun {
  /** The point, as events and tasks name it. */
  SqlPoint point();

  /** Number of the cut whose verdict it precedes or follows; 0 before the load. */
  int cut();

  /**
   * The state once its SQL was run.
   *
   * @param live whether the run is a live one
   */
  ForwardState next(boolean live);

  /** The target is prepared, the customer of a live run frozen, and no row is copied. */
  record BeforeLoad() implements PointOfRun {
    @Override
    public SqlPoint point() {
      return SqlPoint.BEFORE_LOAD;
    }

    @Override
    public int cut() {
      return 0;
    }

    /** The window for live engagement is next, or the plan of a rehearsal. */
    @Override
    public ForwardState next(boolean live) {
      return live ? new Frozen() : new Planning();
    }
  }

  /**
   * All cuts stand; the verdict is asked for once the SQL was run.
   *
   * @param sourceRows rows of the source snapshot
   * @param extracted the run's records
   * @param cut number of the cut
   */
  record AfterLoad(List<EntityCount> sourceRows, Extracted extracted, int cut)
      implements PointOfRun {
    public AfterLoad {
      sourceRows = List.copyOf(sourceRows);
    }

    @Override
    public SqlPoint point() {
      return SqlPoint.AFTER_LOAD;
    }

    @Override
    public ForwardState next(boolean live) {
      return new Loaded(this);
    }
  }

  /**
   * The verdict is reconciled and the gates are open. A rehearsal comes here too, in staging.
   *
   * @param verdict the reconciled verdict
   * @param findings rehearsal: findings about whole entities that the verdict gave
   */
  record BeforeEnable(Verdict verdict, List<QuarantineCount> findings) implements PointOfRun {
    public BeforeEnable {
      findings = List.copyOf(findings);
    }

    @Override
    public SqlPoint point() {
      return SqlPoint.BEFORE_ENABLE;
    }

    @Override
    public int cut() {
      return verdict.cut();
    }

    /** The commit is next, or the rehearsal of live engagement. */
    @Override
    public ForwardState next(boolean live) {
      return live ? new Rechecked(verdict) : new Judged(verdict);
    }
  }
}
