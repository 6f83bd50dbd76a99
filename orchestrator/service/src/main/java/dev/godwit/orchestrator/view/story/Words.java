package dev.godwit.orchestrator.view.story;

import dev.godwit.api.text.Figures;
import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.EntityCount;
import dev.godwit.common.v1.QuarantineCount;
import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.Stage;
import dev.godwit.common.v1.TableCount;
import dev.godwit.common.v1.Waiver;
import java.util.List;
import java.util.stream.Collectors;

/** Parts of sentences. */
final class Words {
  private static final int MOST_TOLD = 3;
  private static final long MANY = 1_000_000_000_000L;

  private Words() {}

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

  /** A service that reports under the name of its process is told by its own name. */
  static String who(String by) {
    return by.matches("(extractor|transformer|loader|validator)-.*")
        ? by.substring(0, by.indexOf('-'))
        : by;
  }

  static String kind(RunKind kind) {
    return kind == RunKind.LIVE ? "live run" : "rehearsal";
  }

  static String rows(List<EntityCount> counts) {
    return list(
        counts.stream()
            .map(c -> Figures.count(c.getRows()) + " " + entity(c.getEntity()))
            .toList());
  }

  static String tables(List<TableCount> counts) {
    return list(
        counts.stream()
            .filter(c -> c.getRows() != 0)
            .map(c -> Figures.count(c.getRows()) + " in " + c.getTable())
            .toList());
  }

  static long sum(List<TableCount> counts) {
    return counts.stream().mapToLong(TableCount::getRows).sum();
  }

  /** Up to three one by one, more as a sum: the report lists them all. */
  static String waivers(List<Waiver> waivers) {
    if (waivers.size() > MOST_TOLD && waivers.stream().allMatch(w -> w.getUpTo() < MANY)) {
      long sum = waivers.stream().mapToLong(Waiver::getUpTo).sum();
      return "up to " + number(sum, "record", "records") + " in all";
    }
    return list(waivers.stream().map(Words::waiver).toList());
  }

  private static String waiver(Waiver w) {
    String most =
        w.getUpTo() == Long.MAX_VALUE ? "any number of" : "up to " + Figures.count(w.getUpTo());
    return "%s %s with %s".formatted(most, entity(w.getEntity()), w.getReason());
  }

  /** Up to three one by one, more as a sum: the report lists them all. */
  static String findings(List<QuarantineCount> findings) {
    if (findings.size() > MOST_TOLD) {
      long sum = findings.stream().mapToLong(QuarantineCount::getCount).sum();
      return "%s for %d reasons".formatted(number(sum, "record", "records"), findings.size());
    }
    return list(
        findings.stream()
            .map(
                f ->
                    "%s %s with %s"
                        .formatted(
                            Figures.count(f.getCount()), entity(f.getEntity()), f.getReason()))
            .toList());
  }

  static String number(long n, String one, String many) {
    return Figures.count(n) + " " + (n == 1 ? one : many);
  }

  static String list(List<String> parts) {
    if (parts.size() < 2) {
      return String.join("", parts);
    }
    return String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
  }

  /** Ends what a person wrote without a full stop with one, since more follows. */
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
