package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.Waiver;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody's word that a live run may begin.
 *
 * @param by who approved
 * @param waivers what may stay behind, those given later included
 */
public record Approval(String by, List<Waiver> waivers) {
  public Approval {
    waivers = List.copyOf(waivers);
  }

  /** This approval and more waivers. */
  public Approval and(List<Waiver> more) {
    List<Waiver> all = new ArrayList<>(waivers);
    all.addAll(more);
    return new Approval(by, all);
  }
}
