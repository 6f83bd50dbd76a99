package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.command.Command.ApproveMigration;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.Waiver;
import dev.godwit.orchestrator.domain.state.Run.Approval;
import dev.godwit.orchestrator.domain.state.Run.Permit;
import dev.godwit.orchestrator.domain.state.Run.Rehearsal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Checks waivers, and finds what of a quarantine they do not cover. */
final class Waivers {
  /** The waivers of a run have to fit into a record, however often somebody waives. */
  private static final int MOST_KINDS = 500;

  private static final int MOST_NAMED = 10;

  private record Kind(Entity entity, String reason) {}

  private Waivers() {}

  /**
   * A finding that is not covered.
   *
   * @param count records that stay behind
   * @param waived how many of them may
   */
  private record Gap(Kind kind, long count, long waived) {
    String text() {
      return switch (kind.reason()) {
        case QuarantineCount.EMPTY_CUSTOMER ->
            "%s EMPTY_CUSTOMER: the source has no row of the customer".formatted(kind.entity());
        case QuarantineCount.STAGING_DIFFERS ->
            "%s STAGING_DIFFERS: %s between live and staging, %d accepted"
                .formatted(kind.entity(), StatusText.number(count, "difference"), waived);
        case QuarantineCount.UNDECIDED_MERGE ->
            "%s UNDECIDED_MERGE: %s of rows that may be one, %d accepted undecided; see them: godwit merges list"
                .formatted(kind.entity(), StatusText.number(count, "group"), waived);
        case QuarantineCount.LOW_SHARE ->
            "%s LOW_SHARE: %s would stay behind, %d waived"
                .formatted(kind.entity(), StatusText.number(count, "row"), waived);
        case String of when of.startsWith(QuarantineCount.LIVE_ROUTE) ->
            "%s %s: the rehearsal found %s of this route of live engagement, %d accepted"
                .formatted(kind.entity(), of, StatusText.number(count, "failure"), waived);
        case String of when of.startsWith(QuarantineCount.SLOW_PROBE) ->
            "%s %s: this page of the target takes %d ms, %d ms accepted"
                .formatted(kind.entity(), of, count, waived);
        case String of when of.startsWith(QuarantineCount.FAILED_PROBE) ->
            "%s %s: the database refused the query of this page of the target"
                .formatted(kind.entity(), of);
        case String of when of.startsWith(QuarantineCount.REPLACED) ->
            "%s %s: %s replaced, %d accepted"
                .formatted(kind.entity(), of, StatusText.number(count, "value"), waived);
        default ->
            "%s %s: %d quarantined, %d waived"
                .formatted(kind.entity(), kind.reason(), count, waived);
      };
    }
  }

  /**
   * The waivers of an approval: those it lists, and everything in quarantine where it says so. A
   * finding about a whole entity is waived by name only.
   */
  static List<Waiver> of(ApproveMigration command, List<QuarantineCount> findings) {
    List<Waiver> all = new ArrayList<>(command.waivers());
    if (command.waiveFindings()) {
      byKind(findings.stream().filter(finding -> !finding.isOfEntity()).toList())
          .forEach(
              (kind, count) ->
                  all.add(new Waiver(kind.entity(), kind.reason(), count, command.why())));
    }
    return all;
  }

  /**
   * Why these cannot be waivers: empty where nothing is wrong. The rehearsal of the packs names the
   * entities that they move; a waiver of another one would cover nothing, which its author would
   * learn only when the live run is held.
   */
  static Optional<Decision> flaw(List<Waiver> waivers, String why, Rehearsal rehearsal) {
    Set<Entity> moved = moved(rehearsal);
    for (Waiver waiver : waivers) {
      if (!moved.contains(waiver.entity()) || waiver.reason().isBlank() || waiver.upTo() < 1) {
        return Optional.of(
            Decision.rejected(
                "waivers with an entity of the run (%s), a reason and upTo of at least 1"
                    .formatted(
                        moved.stream().map(Entity::toString).collect(Collectors.joining(", "))),
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

  private static Set<Entity> moved(Rehearsal rehearsal) {
    Set<Entity> moved = new TreeSet<>();
    rehearsal.sourceRows().forEach(rows -> moved.add(rows.entity()));
    rehearsal.findings().forEach(finding -> moved.add(finding.entity()));
    moved.removeAll(List.of(Entity.LIVE, Entity.UNKNOWN));
    return moved;
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
   * The findings that are not covered, one sentence each. The largest waiver of an entity and
   * reason counts: "up to 7" said after "up to 5" means 7 records, not 12. Opens and clicks go on
   * between the rehearsal and the snapshot of the live run, those of emails that stay behind too: a
   * waiver of theirs covers as many more as there are more of them by then, so that they cannot
   * hold a commit.
   */
  static List<String> uncovered(
      List<QuarantineCount> quarantine, List<EntityCount> sourceRows, Permit permit) {
    long growth =
        Math.max(0, opensAndClicks(sourceRows) - opensAndClicks(permit.rehearsal().sourceRows()));
    return gaps(quarantine, permit.approval(), growth).stream()
        .map(gap -> gap.text() + "; waive up to %d, or roll back.".formatted(gap.count()))
        .toList();
  }

  /** The findings of a rehearsal that an approval does not cover, one sentence each. */
  static List<String> uncovered(Rehearsal rehearsal, Approval approval) {
    return gaps(rehearsal.findings(), approval, 0).stream().map(gap -> gap.text() + ".").toList();
  }

  /** The refusal of an approval that does not cover everything; empty where it does. */
  static Optional<Decision> missing(List<String> uncovered) {
    if (uncovered.isEmpty()) {
      return Optional.empty();
    }
    String more =
        uncovered.size() > MOST_NAMED
            ? " And %d more.".formatted(uncovered.size() - MOST_NAMED)
            : "";
    return Optional.of(
        Decision.rejected(
            "an approval that covers every finding of the rehearsal",
            "not covered: "
                + String.join(" ", uncovered.subList(0, Math.min(MOST_NAMED, uncovered.size())))
                + more,
            "Decide of merge groups (godwit merges) and rehearse again. Waive the others (godwit approve"
                + " --waive ENTITY:REASON:UPTO, or --waive-findings for all that is in quarantine),"
                + " or approve with --anyway, in JSON \"anyway\": true: quarantine"
                + " that nobody waived then holds the live run while its customer is frozen."));
  }

  private static List<Gap> gaps(List<QuarantineCount> quarantine, Approval approval, long growth) {
    List<Gap> gaps = new ArrayList<>();
    byKind(quarantine)
        .forEach(
            (kind, count) -> {
              long waived =
                  approval.waivers().stream()
                      .filter(
                          w -> w.entity().equals(kind.entity()) && w.reason().equals(kind.reason()))
                      .mapToLong(Waiver::upTo)
                      .max()
                      .orElse(0);
              long covered =
                  kind.entity().equals(Entity.ENGAGEMENTS) && waived > 0 ? waived + growth : waived;
              if (count > covered) {
                gaps.add(new Gap(kind, count, waived));
              }
            });
    return gaps;
  }

  private static long opensAndClicks(List<EntityCount> sourceRows) {
    return EntityCount.rows(sourceRows, Entity.ENGAGEMENTS);
  }

  /** Live events are no findings: what nobody could know of cannot hold a commit. Nor are notes. */
  private static Map<Kind, Long> byKind(List<QuarantineCount> quarantine) {
    Map<Kind, Long> counts = new LinkedHashMap<>();
    for (QuarantineCount one : quarantine) {
      if (one.count() > 0 && !one.isNote() && !one.entity().equals(Entity.LIVE)) {
        counts.merge(new Kind(one.entity(), one.reason()), one.count(), Long::sum);
      }
    }
    return counts;
  }
}
