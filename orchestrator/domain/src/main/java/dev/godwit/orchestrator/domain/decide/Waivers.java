package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.command.Command.ApproveMigration;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.Waiver;
import dev.godwit.orchestrator.domain.state.Run.Approval;
import dev.godwit.orchestrator.domain.state.Run.Permit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks waivers, and finds what of a quarantine they do not cover. */
final class Waivers {
  /** What a run carries along has to fit into a record, however often somebody waives. */
  private static final int MOST_KINDS = 500;

  private record Kind(Entity entity, String reason) {}

  private Waivers() {}

  /** The waivers of an approval: those it lists, and every finding where it says so. */
  static List<Waiver> of(ApproveMigration command, List<QuarantineCount> findings) {
    List<Waiver> all = new ArrayList<>(command.waivers());
    if (command.waiveFindings()) {
      byKind(findings)
          .forEach(
              (kind, count) ->
                  all.add(new Waiver(kind.entity(), kind.reason(), count, command.why())));
    }
    return all;
  }

  /** Why these cannot be waivers: empty where nothing is wrong. */
  static Optional<Decision> flaw(List<Waiver> waivers, String why) {
    for (Waiver waiver : waivers) {
      if (waiver.entity() == Entity.UNKNOWN
          || waiver.entity() == Entity.LIVE
          || waiver.reason().isBlank()
          || waiver.upTo() < 1) {
        return Optional.of(
            Decision.rejected(
                "waivers with an entity (CONTACTS, EMAILS, ENGAGEMENTS), a reason and upTo of at least 1",
                "entity %s, reason '%s', upTo %d"
                    .formatted(waiver.entity(), waiver.reason(), waiver.upTo()),
                "Correct the waiver and send the command again with a new id."));
      }
      if (why.isBlank() && waiver.why().isBlank()) {
        return Optional.of(
            Decision.rejected(
                "a why for what is waived: records will stay behind",
                "no why, neither of the command nor of the waiver for "
                    + waiver.entity()
                    + " "
                    + waiver.reason(),
                "Say why, and send the command again with a new id."));
      }
    }
    return Optional.empty();
  }

  /** Whether an approval has more waivers than can be kept. */
  static Optional<Decision> tooMany(Approval approval) {
    return approval.waivers().size() <= MOST_KINDS
        ? Optional.empty()
        : Optional.of(
            Decision.rejected(
                "waivers of at most %d entities and reasons in all".formatted(MOST_KINDS),
                approval.waivers().size() + " with these",
                "Waive the reasons that the report names, see: godwit report."));
  }

  /**
   * What is not covered, one sentence each. The largest waiver of an entity and reason counts: "up
   * to 7" said after "up to 5" means 7 records, not 12. Opens and clicks go on between the
   * rehearsal and the snapshot of the live run, those of emails that stay behind too: a waiver of
   * theirs covers as many more as there are more of them by then, so that they cannot hold a
   * commit.
   */
  static List<String> uncovered(
      List<QuarantineCount> quarantine, List<EntityCount> sourceRows, Permit permit) {
    List<Waiver> waivers = permit.approval().waivers();
    long growth =
        Math.max(0, opensAndClicks(sourceRows) - opensAndClicks(permit.rehearsal().sourceRows()));
    List<String> open = new ArrayList<>();
    byKind(quarantine)
        .forEach(
            (kind, count) -> {
              long waived =
                  waivers.stream()
                      .filter(w -> w.entity() == kind.entity() && w.reason().equals(kind.reason()))
                      .mapToLong(Waiver::upTo)
                      .max()
                      .orElse(0);
              long covered =
                  kind.entity() == Entity.ENGAGEMENTS && waived > 0 ? waived + growth : waived;
              if (count > covered) {
                open.add(
                    "%s %s: %d quarantined, %d waived; waive up to %d, or roll back."
                        .formatted(kind.entity(), kind.reason(), count, waived, count));
              }
            });
    return open;
  }

  private static long opensAndClicks(List<EntityCount> sourceRows) {
    return EntityCount.rows(sourceRows, Entity.ENGAGEMENTS);
  }

  /** Live events are no findings: what nobody could know of cannot hold a commit. */
  private static Map<Kind, Long> byKind(List<QuarantineCount> quarantine) {
    Map<Kind, Long> counts = new LinkedHashMap<>();
    for (QuarantineCount one : quarantine) {
      if (one.count() > 0 && one.entity() != Entity.LIVE) {
        counts.merge(new Kind(one.entity(), one.reason()), one.count(), Long::sum);
      }
    }
    return counts;
  }
}
