package dev.godwit.orchestrator.view.story;

import dev.godwit.api.text.Figures;
import dev.godwit.api.text.PackPhrase;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.SqlPoint;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.common.TableCount;
import dev.godwit.orchestrator.domain.common.Waiver;
import java.util.List;
import java.util.stream.Collectors;

/** Parts of sentences. */
public final class Phrases {
  private static final int MOST_LISTED = 3;
  private static final long MANY = 1_000_000_000_000L;

  private Phrases() {}

  /** The files of a pack that an assessment was made with. */
  static String pack(String fingerprint) {
    return fingerprint.isEmpty()
        ? ""
        : "; files of its pack: " + PackPhrase.fingerprint(fingerprint);
  }

  static String entity(Entity entity) {
    return Figures.word(entity.name());
  }

  static String stage(Stage stage) {
    return switch (stage) {
      case EXTRACT -> "the extractor";
      case TRANSFORM -> "the transformer";
      case LOAD -> "the loader";
      case VALIDATE -> "the validator";
      case UNKNOWN -> "a stage";
    };
  }

  /** A point at which a target pack runs SQL, by its key in the pack. */
  public static String point(SqlPoint point) {
    return switch (point) {
      case BEFORE_LOAD -> "before-load";
      case AFTER_LOAD -> "after-load";
      case BEFORE_ENABLE -> "before-enable";
      case UNKNOWN -> "of a point that this version does not know";
    };
  }

  /** A person, or a service by its name, where it reports under that of its process. */
  static String author(String by) {
    return by.matches("(extractor|transformer|loader|validator)-.*")
        ? by.substring(0, by.indexOf('-'))
        : by;
  }

  /** A number of records. No singular is known of the name of an entity that a pack declares. */
  static String records(long n, Entity entity) {
    String name = entity(entity);
    if (n != 1 || entity.equals(Entity.LIVE)) {
      return Figures.count(n) + " " + name;
    }
    return entity.isDeclared() ? "1 row of " + name : "1 " + name.substring(0, name.length() - 1);
  }

  static String rows(List<EntityCount> counts) {
    return list(counts.stream().map(c -> records(c.rows(), c.entity())).toList());
  }

  static String tables(List<TableCount> counts) {
    return list(
        counts.stream()
            .filter(c -> c.rows() != 0)
            .map(c -> Figures.count(c.rows()) + " in " + c.table())
            .toList());
  }

  static long sum(List<TableCount> counts) {
    return counts.stream().mapToLong(TableCount::rows).sum();
  }

  /** Up to three one by one, more as a sum: the report lists them all. */
  static String waivers(List<Waiver> waivers) {
    if (waivers.size() > MOST_LISTED && waivers.stream().allMatch(w -> w.upTo() < MANY)) {
      long sum = waivers.stream().mapToLong(Waiver::upTo).sum();
      return "up to " + number(sum, "record", "records") + " in all";
    }
    return list(waivers.stream().map(Phrases::waiver).toList());
  }

  private static String waiver(Waiver w) {
    String most =
        w.upTo() == Long.MAX_VALUE
            ? "any number of " + entity(w.entity())
            : "up to " + records(w.upTo(), w.entity());
    return "%s with %s".formatted(most, w.reason());
  }

  /** Up to three one by one, more as a sum: the report lists them all. */
  static String findings(List<QuarantineCount> findings) {
    if (findings.size() > MOST_LISTED) {
      long sum = findings.stream().mapToLong(QuarantineCount::count).sum();
      return "%s for %d reasons".formatted(number(sum, "record", "records"), reasons(findings));
    }
    return list(
        findings.stream()
            .map(f -> "%s with %s".formatted(records(f.count(), f.entity()), f.reason()))
            .toList());
  }

  /** One reason of an entity counts once, also where two stages give it, as it is waived once. */
  private static long reasons(List<QuarantineCount> findings) {
    return findings.stream().map(one -> one.entity() + " " + one.reason()).distinct().count();
  }

  /** A finding about a whole entity. */
  static String shortfall(QuarantineCount f) {
    return switch (f.reason()) {
      case QuarantineCount.EMPTY_CUSTOMER -> "the source has no row of the customer";
      case QuarantineCount.STAGING_DIFFERS ->
          "live and staging differ in %s for the %s (%s)"
              .formatted(number(f.count(), "demand", "demands"), entity(f.entity()), f.reason());
      case QuarantineCount.UNDECIDED_MERGE ->
          "nobody decided of %s of %s that may be one (%s)"
              .formatted(number(f.count(), "group", "groups"), entity(f.entity()), f.reason());
      case String reason when f.isOfLiveRoute() ->
          "%s did not arrive by a route of live engagement (%s)"
              .formatted(number(f.count(), "synthetic event", "synthetic events"), reason);
      case String reason when f.isOfProbe() ->
          reason.startsWith(QuarantineCount.SLOW_PROBE)
              ? "a page of the target takes %s ms (%s)".formatted(Figures.count(f.count()), reason)
              : "the query of a page of the target failed (%s)".formatted(reason);
      case String reason when f.isOfReplaced() ->
          "%s of the %s replaced (%s)"
              .formatted(number(f.count(), "value", "values"), entity(f.entity()), reason);
      default ->
          "%s of the %s would stay behind (%s)"
              .formatted(Figures.count(f.count()), entity(f.entity()), f.reason());
    };
  }

  static String number(long n, String one, String many) {
    return Figures.number(n, one, many);
  }

  static String list(List<String> parts) {
    if (parts.size() < 2) {
      return String.join("", parts);
    }
    return String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
  }

  /** Adds the full stop that a person left out, since more text follows. */
  static String sentence(String text) {
    String stripped = text.strip();
    return stripped.isEmpty()
            || !Character.isLetterOrDigit(stripped.codePointBefore(stripped.length()))
        ? stripped
        : stripped + ".";
  }

  static String sentences(List<String> sentences) {
    return sentences.stream().map(String::strip).collect(Collectors.joining(" "));
  }
}
