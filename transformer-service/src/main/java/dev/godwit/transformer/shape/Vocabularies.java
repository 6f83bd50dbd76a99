package dev.godwit.transformer.shape;

import dev.godwit.pack.CanonicalFields;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.normalise.ConsentWord;
import dev.godwit.transformer.normalise.EngagementKind;
import dev.godwit.transformer.normalise.LanguageCode;
import dev.godwit.transformer.normalise.MachineWord;
import dev.godwit.transformer.normalise.TextForm;
import dev.godwit.transformer.normalise.Vocabulary;
import java.util.List;
import java.util.function.UnaryOperator;

/** The words of a pack's columns. Stateless. */
public final class Vocabularies {
  private Vocabularies() {}

  /**
   * Words of a column; null where any text goes as it is written. A field that a pack declares has
   * the pack's words only, whatever its name is.
   */
  static Vocabulary of(TargetColumn column, Entity entity) {
    UnaryOperator<String> normalisation =
        isKnown(entity, column.value()) ? normalisation(column.value()) : null;
    if (normalisation == null && column.allowed().isEmpty() && column.spellings().isEmpty()) {
      return null;
    }
    return new Vocabulary(column.allowed(), column.spellings(), normalisation);
  }

  /** Words of all columns that take a field of an entity. */
  public static List<Vocabulary> of(TargetPack pack, Entity entity, String field) {
    return pack.tables(entity).stream()
        .map(TargetTable::columns)
        .flatMap(List::stream)
        .filter(column -> column.value().equals(field))
        .map(column -> new Vocabulary(column.allowed(), column.spellings(), normalisation(field)))
        .toList();
  }

  /** QuarantineReason to give where a spelling of an entity's field means nothing. */
  static QuarantineReason reason(Entity entity, String field) {
    if (!isKnown(entity, field)) {
      return QuarantineReason.UNKNOWN_VALUE;
    }
    return switch (field) {
      case "language" -> QuarantineReason.UNKNOWN_LANGUAGE;
      case "consent" -> QuarantineReason.UNKNOWN_CONSENT;
      case "kind" -> QuarantineReason.UNKNOWN_KIND;
      default -> QuarantineReason.UNKNOWN_VALUE;
    };
  }

  /**
   * A text of an entity's field in Godwit's words, where it knows any; else without spaces around.
   */
  static String normalised(Entity entity, String field, String text) {
    UnaryOperator<String> words = isKnown(entity, field) ? normalisation(field) : null;
    String word = words == null ? null : words.apply(text);
    return word == null ? TextForm.strip(text) : word;
  }

  private static boolean isKnown(Entity entity, String field) {
    return CanonicalFields.ofTarget(entity).containsKey(field);
  }

  private static UnaryOperator<String> normalisation(String field) {
    return switch (field) {
      case "language" -> LanguageCode::of;
      case "consent" -> ConsentWord::of;
      case "kind" -> EngagementKind::of;
      case "machine" -> MachineWord::of;
      default -> null;
    };
  }
}
