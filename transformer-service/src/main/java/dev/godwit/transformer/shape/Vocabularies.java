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

/**
 * The words of a pack's columns. Godwit has words of its own for canonical fields alone: a field of
 * the same name that a pack declares is a text like any other. Stateless and thread-safe.
 */
public final class Vocabularies {
  private Vocabularies() {}

  /** Words of a column of an entity; null where any text goes as it is written. */
  static Vocabulary of(Entity entity, TargetColumn column) {
    UnaryOperator<String> normalisation = normalisation(entity, column.value());
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
        .map(
            column ->
                new Vocabulary(column.allowed(), column.spellings(), normalisation(entity, field)))
        .toList();
  }

  /** Reason to give where the spelling of a field of an entity means nothing. */
  static QuarantineReason reason(Entity entity, String field) {
    if (!CanonicalFields.has(entity, field)) {
      return QuarantineReason.UNKNOWN_VALUE;
    }
    return switch (field) {
      case "language" -> QuarantineReason.UNKNOWN_LANGUAGE;
      case "consent" -> QuarantineReason.UNKNOWN_CONSENT;
      case "kind" -> QuarantineReason.UNKNOWN_KIND;
      default -> QuarantineReason.UNKNOWN_VALUE;
    };
  }

  /** Puts a text of a field into Godwit's words, where it knows any; else strips it of spaces. */
  static UnaryOperator<String> words(Entity entity, String field) {
    UnaryOperator<String> known = normalisation(entity, field);
    if (known == null) {
      return TextForm::strip;
    }
    return text -> {
      String word = known.apply(text);
      return word == null ? TextForm.strip(text) : word;
    };
  }

  private static UnaryOperator<String> normalisation(Entity entity, String field) {
    if (!CanonicalFields.has(entity, field)) {
      return null;
    }
    return switch (field) {
      case "language" -> LanguageCode::of;
      case "consent" -> ConsentWord::of;
      case "kind" -> EngagementKind::of;
      case "machine" -> MachineWord::of;
      default -> null;
    };
  }
}
