package dev.godwit.orchestrator.view.rehearsal;

import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.records.QuarantineReason;
import dev.godwit.records.ReplacedReason;
import java.util.Locale;
import java.util.Optional;

/** The words of a finding: its meaning, and what to do about it. Stateless. */
final class FindingText {
  private FindingText() {}

  /** The reason as a sentence. */
  static String meaning(Found found) {
    Optional<ReplacedReason> replaced = ReplacedReason.parse(found.reason());
    if (replaced.isPresent()) {
      return "Values of the field %s were replaced, as when-invalid of the source pack says. %s"
          .formatted(replaced.get().field(), QuarantineReason.meaningOf(replaced.get().reason()));
    }
    if (found.reason().startsWith(QuarantineCount.LIVE_ROUTE)) {
      return "Synthetic live events did not all arrive by the route %s.".formatted(route(found));
    }
    if (found.reason().startsWith(QuarantineCount.SLOW_PROBE)) {
      return "The page %s of the target is slower than its limit; the count is of milliseconds."
          .formatted(page(found));
    }
    if (found.reason().startsWith(QuarantineCount.FAILED_PROBE)) {
      return "The query of the page %s of the target failed.".formatted(page(found));
    }
    return switch (found.reason()) {
      case QuarantineCount.LOW_SHARE ->
          "Fewer rows would reach the target than a rehearsal passes with.";
      case QuarantineCount.EMPTY_CUSTOMER -> "The source has no row of the customer.";
      case QuarantineCount.STAGING_DIFFERS ->
          "The live schema demands other things of the rows than staging.";
      case QuarantineCount.UNDECIDED_MERGE ->
          "Nobody decided of groups of rows that may be one; their rows stay separate.";
      default -> QuarantineReason.meaningOf(found.reason());
    };
  }

  /** The remedy as a sentence. */
  static String remedy(String customer, Found found) {
    if (ReplacedReason.parse(found.reason()).isPresent()) {
      return "Correct the values in the source or when-invalid in the pack, or accept it by name.";
    }
    if (found.reason().startsWith(QuarantineCount.LIVE_ROUTE)) {
      return "See ./godwit events %s for the reason, mend the route %s and rehearse again, or accept it by name."
          .formatted(customer, route(found));
    }
    if (found.reason().startsWith(QuarantineCount.SLOW_PROBE)
        || found.reason().startsWith(QuarantineCount.FAILED_PROBE)) {
      return "See what is costly below, mend the page and rehearse again, or accept it by name.";
    }
    return switch (found.reason()) {
      case QuarantineCount.LOW_SHARE -> "Fix what keeps the rows back, or accept it by name.";
      case QuarantineCount.EMPTY_CUSTOMER ->
          "Check the customer's id and the queries of the source pack, or accept it by name.";
      case QuarantineCount.STAGING_DIFFERS ->
          "Make the staging schema like the live one and rehearse again, or accept it by name.";
      case QuarantineCount.UNDECIDED_MERGE -> "Decide of the groups and rehearse again.";
      default ->
          QuarantineReason.of(found.reason())
              .map(QuarantineReason::remedy)
              .orElse("See ./godwit report %s, or accept it by name.".formatted(customer));
    };
  }

  private static String page(Found found) {
    return found.reason().substring(found.reason().indexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static String route(Found found) {
    return found.reason().substring(QuarantineCount.LIVE_ROUTE.length()).toLowerCase(Locale.ROOT);
  }
}
