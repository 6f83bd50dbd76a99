package dev.godwit.orchestrator.keeping;

import dev.godwit.api.Phase;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says which moment no record is needed of before. Records of all customers stand in the same
 * topics, and a topic can only be cut off at its beginning, so one customer whose run is not over
 * keeps the records of all that come after its first.
 *
 * <p>A customer's records are needed from the begin of its last run. Once its migration is over
 * (committed, rolled back, cancelled) they are needed for a set time more, or until somebody
 * forgets the customer. A replay that is under way needs the whole run. Live events of a committed
 * customer are needed until a verdict has reconciled them, for ever. Immutable and thread-safe.
 */
final class KeepRule {
  /** The read model may be so much behind the events: a run that it does not show is younger. */
  static final Duration MARGIN = Duration.ofMinutes(1);

  private final Duration afterTheEnd;

  /**
   * A rule.
   *
   * @param afterTheEnd how long records are needed once a migration is over; not negative
   */
  KeepRule(Duration afterTheEnd) {
    if (afterTheEnd.isNegative()) {
      throw new IllegalArgumentException(
          "Expected GODWIT_KEEP_AFTER_END to be at least PT0S, but found %s. Correct it."
              .formatted(afterTheEnd));
    }
    this.afterTheEnd = afterTheEnd;
  }

  /**
   * A customer that needs records from a moment on.
   *
   * @param why the reason, as a sentence
   */
  record Need(String customer, Instant from, String why) {}

  /**
   * The moment, and what sets it.
   *
   * @param before records of before this moment are needed by nobody
   * @param needs what the customers need, that from the earliest moment first
   */
  record Boundary(Instant before, List<Need> needs) {
    Boundary {
      needs = List.copyOf(needs);
    }

    /** The customers with the reasons of their needs, which change with what they did. */
    Map<String, String> reasons() {
      return needs.stream().collect(Collectors.toMap(Need::customer, Need::why));
    }
  }

  /** The boundary for all migrations that there are. */
  Boundary boundary(List<MigrationDocument> migrations, Instant now) {
    List<Need> needs = new ArrayList<>();
    for (MigrationDocument migration : migrations) {
      need(migration, now).ifPresent(needs::add);
    }
    needs.sort(Comparator.comparing(Need::from));
    Instant latest = now.minus(MARGIN);
    Instant before =
        needs.isEmpty() || needs.getFirst().from().isAfter(latest)
            ? latest
            : needs.getFirst().from();
    return new Boundary(before, needs);
  }

  private Optional<Need> need(MigrationDocument m, Instant now) {
    if (m.run == 0) {
      return Optional.empty();
    }
    if (m.runStartedAt == null) {
      return needed(
          m, Instant.EPOCH, "The begin of its last run is not known; see: godwit view rebuild.");
    }
    if (!isOver(m)) {
      return needed(
          m, m.runStartedAt, "Its migration is not over (%s).".formatted(m.phase.label()));
    }
    if (m.replaying) {
      return needed(m, m.runStartedAt, "A replay of its run is under way.");
    }
    Instant until = endedAt(m).plus(afterTheEnd);
    if (m.forgottenAt == null && now.isBefore(until)) {
      return needed(
          m,
          m.runStartedAt,
          "Its migration is over; its records are kept until %s.".formatted(until));
    }
    if (m.phase != Phase.COMMITTED) {
      return Optional.empty();
    }
    if (m.alarm != null || m.reconciledUntil == null) {
      return needed(m, m.runStartedAt, "Its live engagement is not reconciled.");
    }
    return needed(
        m,
        m.reconciledUntil,
        "Its live events since the last reconciled cut are not reconciled yet.");
  }

  private static boolean isOver(MigrationDocument m) {
    return switch (m.phase) {
      case COMMITTED, ROLLED_BACK, CANCELLED -> true;
      default -> m.forgottenAt != null && m.phase.atRest();
    };
  }

  private static Instant endedAt(MigrationDocument m) {
    return m.committedAt == null ? m.changedAt : m.committedAt;
  }

  private static Optional<Need> needed(MigrationDocument m, Instant from, String why) {
    return Optional.of(new Need(m.customer, from, why));
  }
}
