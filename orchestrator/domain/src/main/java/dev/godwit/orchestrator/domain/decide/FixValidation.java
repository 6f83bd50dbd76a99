package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.command.Command.DecideFix;
import dev.godwit.orchestrator.domain.common.Fix;
import dev.godwit.orchestrator.domain.decide.Decision.Rejection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the first flaw of fixes: one that lacks what its action needs, has what another action
 * needs, changes nothing, or is there twice. Stateless and thread-safe.
 */
final class FixValidation {
  /** The fields that each action takes beside action, entity, field and reason. */
  private static final Map<String, Set<String>> TAKES = new LinkedHashMap<>();

  static {
    TAKES.put(Fix.TRUNCATE, Set.of("limit", "mark"));
    TAKES.put(Fix.MAP, Set.of("from", "to"));
    TAKES.put(Fix.DEFAULT, Set.of("to"));
    TAKES.put(Fix.SPLIT, Set.of("limit", "separator", "into"));
    TAKES.put(Fix.DROP, Set.of());
    TAKES.put(Fix.EDIT, Set.of("legacyId", "to"));
  }

  /** The subject of a fix: two of a command must not change the same. */
  private record Subject(String entity, String field, String reason, String legacyId, String from) {
    static Subject of(Fix fix) {
      return new Subject(fix.entity(), fix.field(), fix.reason(), fix.legacyId(), fix.from());
    }
  }

  private FixValidation() {}

  /** The first flaw; null where there is none. */
  static Rejection of(DecideFix command) {
    List<Fix> fixes = command.fixes();
    Rejection flaw = DecisionFlaws.frame(command, command.seen(), "fixes", fixes.size());
    Map<Subject, Integer> subjects = new HashMap<>();
    for (int i = 0; i < fixes.size() && flaw == null; i++) {
      String path = "fixes[" + i + "].";
      flaw = fix(path, fixes.get(i));
      Integer before = flaw == null ? subjects.putIfAbsent(Subject.of(fixes.get(i)), i) : null;
      if (before != null) {
        flaw =
            new Rejection(
                "fixes: at most one of the same field, reason, record and value",
                "fixes[%d] and fixes[%d] that change the same".formatted(before, i),
                "Remove one of them and send the command again with a new id.");
      }
    }
    return flaw;
  }

  private static Rejection fix(String path, Fix fix) {
    if (!TAKES.containsKey(fix.action())) {
      return DecisionFlaws.of(
          path + "action", "one of " + String.join(", ", TAKES.keySet()), "something else");
    }
    Rejection flaw = DecisionFlaws.entity(path + "entity", fix.entity());
    if (flaw == null) {
      flaw = DecisionFlaws.name(path + "field", "a field of the source pack", fix.field());
    }
    if (flaw == null && fix.reason() != null && !Fix.REASONS.contains(fix.reason())) {
      flaw =
          DecisionFlaws.of(
              path + "reason",
              "none, or one that a value is quarantined for: " + String.join(", ", Fix.REASONS),
              fix.reason().isBlank() ? "nothing" : "a text that is none of these");
    }
    if (flaw == null) {
      flaw = surplus(path, fix);
    }
    if (flaw == null) {
      flaw = unwritable(path, fix);
    }
    return flaw != null ? flaw : lacking(path, fix);
  }

  private static Map<String, Object> given(Fix fix) {
    Map<String, Object> given = new LinkedHashMap<>();
    given.put("legacyId", fix.legacyId());
    given.put("limit", fix.limit());
    given.put("mark", fix.mark());
    given.put("from", fix.from());
    given.put("to", fix.to());
    given.put("separator", fix.separator());
    given.put("into", fix.into());
    return given;
  }

  private static Rejection surplus(String path, Fix fix) {
    Set<String> takes = TAKES.get(fix.action());
    return given(fix).entrySet().stream()
        .filter(one -> one.getValue() != null && !takes.contains(one.getKey()))
        .findFirst()
        .map(
            one ->
                DecisionFlaws.of(
                    path + one.getKey(), "none, since the action is " + fix.action(), "a value"))
        .orElse(null);
  }

  private static Rejection unwritable(String path, Fix fix) {
    return given(fix).entrySet().stream()
        .filter(one -> one.getValue() instanceof String)
        .map(one -> DecisionFlaws.value(path + one.getKey(), (String) one.getValue()))
        .filter(flaw -> flaw != null)
        .findFirst()
        .orElse(null);
  }

  private static Rejection lacking(String path, Fix fix) {
    return switch (fix.action()) {
      case Fix.TRUNCATE -> truncate(path, fix);
      case Fix.MAP -> map(path, fix);
      case Fix.DEFAULT ->
          fix.to() == null
              ? DecisionFlaws.of(
                  path + "to", "the value to fill in", "none; the action DROP leaves a value out")
              : null;
      case Fix.SPLIT -> split(path, fix);
      case Fix.EDIT -> DecisionFlaws.id(path + "legacyId", fix.legacyId());
      default -> null;
    };
  }

  private static Rejection truncate(String path, Fix fix) {
    if (fix.limit() == null || fix.limit() < 1) {
      return limit(path, fix);
    }
    int mark = fix.mark() == null ? 0 : fix.mark().codePointCount(0, fix.mark().length());
    return mark < fix.limit()
        ? null
        : DecisionFlaws.of(
            path + "mark",
            "a mark shorter than limit %d, so that something of the value stays"
                .formatted(fix.limit()),
            mark + " characters");
  }

  private static Rejection map(String path, Fix fix) {
    if (fix.from() == null) {
      return DecisionFlaws.of(path + "from", "the value that is replaced", "none");
    }
    return fix.from().equals(fix.to())
        ? DecisionFlaws.of(path + "to", "another value than from", "the same, which fixes nothing")
        : null;
  }

  private static Rejection split(String path, Fix fix) {
    if (fix.separator() == null || fix.separator().isEmpty()) {
      return DecisionFlaws.of(path + "separator", "the text between the items", "nothing");
    }
    if (fix.limit() != null && fix.limit() < 1) {
      return limit(path, fix);
    }
    if (fix.limit() == null && fix.into() == null) {
      return DecisionFlaws.of(
          path + "into",
          "the list field that takes the items, or limit for those that stay",
          "neither, which fixes nothing");
    }
    return fix.into() == null
        ? null
        : DecisionFlaws.name(path + "into", "a list field of the source pack", fix.into());
  }

  private static Rejection limit(String path, Fix fix) {
    return DecisionFlaws.of(
        path + "limit",
        "a number of at least 1",
        fix.limit() == null ? "none" : fix.limit().toString());
  }
}
