package dev.godwit.orchestrator.view.story;

import dev.godwit.answer.Figures;
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

  static String waivers(List<Waiver> waivers) {
    return list(
        waivers.stream()
            .map(
                w ->
                    (w.getUpTo() == Long.MAX_VALUE
                            ? "any number of "
                            : "up to " + Figures.count(w.getUpTo()) + " ")
                        + entity(w.getEntity())
                        + " with "
                        + w.getReason())
            .toList());
  }

  static String findings(List<QuarantineCount> findings) {
    return list(
        findings.stream()
            .map(
                f ->
                    Figures.count(f.getCount())
                        + " "
                        + entity(f.getEntity())
                        + " with "
                        + f.getReason())
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

  static String sentences(List<String> sentences) {
    return sentences.stream().map(String::strip).collect(Collectors.joining(" "));
  }
}
