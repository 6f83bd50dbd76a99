package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.Waiver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Somebody's word that a live run may begin.
 *
 * @param by who approved
 * @param waivers what may stay behind, those given later included: of each entity and reason the
 *     largest one, since that one counts. Why it may is told by the events
 */
public record Approval(String by, List<Waiver> waivers) {
  private record Kind(Entity entity, String reason) {}

  public Approval {
    waivers = largest(waivers);
  }

  private static List<Waiver> largest(List<Waiver> all) {
    Map<Kind, Waiver> kept = new LinkedHashMap<>();
    for (Waiver one : all) {
      kept.merge(
          new Kind(one.entity(), one.reason()),
          new Waiver(one.entity(), one.reason(), one.upTo(), ""),
          (before, now) -> now.upTo() > before.upTo() ? now : before);
    }
    return List.copyOf(kept.values());
  }

  /** This approval and more waivers. */
  public Approval and(List<Waiver> more) {
    List<Waiver> all = new ArrayList<>(waivers);
    all.addAll(more);
    return new Approval(by, all);
  }
}
