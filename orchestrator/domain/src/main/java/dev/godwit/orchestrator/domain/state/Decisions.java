package dev.godwit.orchestrator.domain.state;

import java.util.ArrayList;
import java.util.List;

/**
 * The decisions of people about a customer's data. What was decided stands in the commands; kept
 * here is which of them hold. Immutable and thread-safe.
 *
 * @param last number of the last one; 0 where there was none
 * @param lastBy author of the last one; empty where there was none
 * @param holding those that hold, in their order: none of these was undone
 */
public record Decisions(int last, String lastBy, List<Numbered> holding) {
  /** No decision was made. */
  static final Decisions NONE = new Decisions(0, "", List.of());

  public Decisions {
    holding = List.copyOf(holding);
  }

  /** The subject of a decision. */
  public enum Kind {
    /** A decision about rows that are one. */
    MERGES,
    /** A decision about values that the target cannot take. */
    FIX
  }

  /**
   * A decision that holds.
   *
   * @param number its number among those of the customer, from 1
   * @param position offset in migration.commands.v1 of the command that holds it
   * @param kind its subject
   */
  public record Numbered(int number, long position, Kind kind) {}

  /** Positions of those that hold, in their order: a later one counts before an earlier one. */
  public List<Long> positions() {
    return holding.stream().map(Numbered::position).toList();
  }

  /** Whether the decision was made and not undone. */
  public boolean holds(int number) {
    return holding.stream().anyMatch(one -> one.number() == number);
  }

  /** Whether the decision holds and is about values. */
  public boolean isFix(int number) {
    return holding.stream().anyMatch(one -> one.number() == number && one.kind() == Kind.FIX);
  }

  /** Whether a decision can be the next one: its number and its position follow. */
  boolean isNext(int number, long position) {
    return number == last + 1
        && position >= 0
        && holding.stream().allMatch(one -> one.position() < position);
  }

  Decisions with(Numbered next, String by) {
    List<Numbered> all = new ArrayList<>(holding);
    all.add(next);
    return new Decisions(next.number(), by, all);
  }

  Decisions without(int number) {
    return new Decisions(
        last, lastBy, holding.stream().filter(one -> one.number() != number).toList());
  }
}
