package dev.godwit.worker.decision;

import dev.godwit.common.v1.Fix;
import dev.godwit.common.v1.MergeDecision;
import java.util.List;

/** The content of one command that decided something. It holds personal data. Immutable. */
public sealed interface StoredDecision {
  /** Offset of the command in {@code migration.commands.v1}. */
  long position();

  /**
   * A decision about rows that are one, or are not.
   *
   * @param decisions the decisions, at least one, none of which contradicts another
   */
  record Merges(long position, List<MergeDecision> decisions) implements StoredDecision {
    public Merges {
      decisions = List.copyOf(decisions);
    }
  }

  /**
   * A decision about values that the target cannot take.
   *
   * @param fixes the fixes, at least one, no two of which change the same
   */
  record Fixes(long position, List<Fix> fixes) implements StoredDecision {
    public Fixes {
      fixes = List.copyOf(fixes);
    }
  }
}
