package dev.godwit.pack;

import java.util.List;

/**
 * The queries by which a run measures the speed of the target's pages. Immutable.
 *
 * @param measure name of the number by which customers are compared, e.g. languages; empty where
 *     the pack counts none
 * @param amount query of one customer, which gives that number; null where the pack counts none
 * @param pages in the order in which they are measured
 */
public record Probes(String measure, Sql amount, List<Probe> pages) {
  /** No probes. */
  public static final Probes NONE = new Probes("", null, List.of());

  public Probes {
    pages = List.copyOf(pages);
  }
}
