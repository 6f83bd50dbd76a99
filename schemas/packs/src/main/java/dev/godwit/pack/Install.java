package dev.godwit.pack;

import java.util.List;

/**
 * What a pack needs in its database beside the system's own tables, such as a table, a trigger or a
 * function. A person has it made and removed, never a run. Immutable.
 *
 * @param statements make it; run together or not at all
 * @param installed one row with one boolean: whether it is there; null where there is no install
 * @param removal take it away again; empty where the pack does not say how
 */
public record Install(List<Sql> statements, Sql installed, List<Sql> removal) {
  /** A pack that needs nothing. */
  public static final Install NONE = new Install(List.of(), null, List.of());

  public Install {
    statements = List.copyOf(statements);
    removal = List.copyOf(removal);
  }

  /** Whether the pack needs something. */
  public boolean isDeclared() {
    return !statements.isEmpty();
  }
}
