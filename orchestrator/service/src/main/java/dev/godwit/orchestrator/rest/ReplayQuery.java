package dev.godwit.orchestrator.rest;

import dev.godwit.api.Problem;
import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.rest.Problems.ProblemException;
import dev.godwit.orchestrator.view.replay.ReplayRequest;
import dev.godwit.records.Entity;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jboss.resteasy.reactive.RestQuery;

/** Parameters of the plan of a replay, as they stand in the address. */
public class ReplayQuery {
  private static final int MOST_KEYS = 10_000;
  private static final Set<String> STAGES = Set.of("TRANSFORM", "LOAD", "VALIDATE");

  /** transform, load or validate; left out where {@code repair} is true. */
  @RestQuery public String stage;

  /** True for the keys that the last verdict found missing or changed. */
  @RestQuery public boolean repair;

  /** Entities, each a parameter; all where there is none. */
  @RestQuery public List<String> entity;

  /** Partitions, each a parameter; all where there is none. */
  @RestQuery public List<Integer> partition;

  /** First offset. */
  @RestQuery public Long fromOffset;

  /** First record time, ISO 8601. */
  @RestQuery public String fromTime;

  /** True from the first record that the stage quarantined. */
  @RestQuery public boolean fromFailure;

  /** Number of ids; the ids themselves are in the command. */
  @RestQuery public int keys;

  /** Reason of quarantine, or *. */
  @RestQuery public String quarantined;

  /** At most so many records a second; 0 for no limit. */
  @RestQuery public int rate;

  /**
   * The request.
   *
   * @throws ProblemException with status 400 where a value cannot be read
   */
  ReplayRequest request() {
    if (rate < 0) {
      throw unreadable("rate: 0 or more records a second", String.valueOf(rate));
    }
    if (repair) {
      return ReplayRequest.repair(rate);
    }
    if (keys < 0 || keys > MOST_KEYS) {
      throw unreadable("keys: at most %d".formatted(MOST_KEYS), String.valueOf(keys));
    }
    return new ReplayRequest(
        Stage.valueOf(symbol("stage", stage, STAGES)),
        false,
        entity == null ? List.of() : entity.stream().map(ReplayQuery::entity).toList(),
        partition == null ? List.of() : partition,
        fromOffset,
        time(),
        fromFailure,
        keys,
        quarantined == null || quarantined.isBlank() ? null : quarantined,
        rate);
  }

  static Entity entity(String text) {
    String name = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
    if (!Entity.isName(name) && !name.equals(Entity.LIVE.text())) {
      throw unreadable(
          "entity: contacts, emails, engagements, live, or an entity of the pack",
          text == null ? "none" : "'" + text + "'");
    }
    return Entity.valueOf(name);
  }

  private static String symbol(String name, String text, Set<String> symbols) {
    String symbol = text == null ? "" : text.strip().toUpperCase(Locale.ROOT);
    if (!symbols.contains(symbol)) {
      String expected =
          symbols.stream().sorted().map(s -> s.toLowerCase(Locale.ROOT)).toList().toString();
      throw unreadable(name + ": one of " + expected, text == null ? "none" : "'" + text + "'");
    }
    return symbol;
  }

  private Instant time() {
    if (fromTime == null || fromTime.isBlank()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(fromTime).toInstant();
    } catch (DateTimeException e) {
      throw unreadable(
          "fromTime: a time with its zone, such as 2026-03-01T10:00:00Z", "'" + fromTime + "'");
    }
  }

  private static ProblemException unreadable(String expected, String found) {
    return new ProblemException(
        400, new Problem(expected, found, "Correct it; godwit replay --help shows examples."));
  }
}
