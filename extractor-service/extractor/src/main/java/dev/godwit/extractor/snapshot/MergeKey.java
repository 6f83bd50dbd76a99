package dev.godwit.extractor.snapshot;

import dev.godwit.canonical.NormalisedAddress;
import dev.godwit.canonical.NormalisedAddress.Dots;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.records.Entity;
import dev.godwit.worker.merge.Merges;
import dev.godwit.worker.merge.RunMerges;
import java.text.Normalizer;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text by which rows of an entity are one. The address of a contact is normalised as addresses
 * are, with dots anywhere: whether they are valid is the target pack's to say, and they are so or
 * not for all members alike. A reference is the id of the survivor of the row that it names. Any
 * other value is its text in Unicode NFC, without white space at its ends; capitals count. A row
 * that lacks one of the values has no key. Stateless but for the merges, thread-safe.
 */
final class MergeKey {
  /** No database text can hold it, so it keeps the values of a key apart. */
  private static final char SEPARATOR = '\0';

  /** One value of the key. */
  private sealed interface Part {
    /** The normalised text; null for none. */
    String of(String raw);
  }

  private record Address() implements Part {
    @Override
    public String of(String raw) {
      return NormalisedAddress.of(raw, Dots.ANYWHERE).orElse(null);
    }
  }

  private record Reference(Merges merges) implements Part {
    @Override
    public String of(String raw) {
      if (raw.isBlank()) {
        return null;
      }
      String survivor = merges.survivor(raw);
      return survivor == null ? raw : survivor;
    }
  }

  private record Text() implements Part {
    @Override
    public String of(String raw) {
      String text = Normalizer.normalize(raw, Normalizer.Form.NFC).strip();
      return text.isEmpty() ? null : text;
    }
  }

  private final SourceEntity source;
  private final List<Part> parts;

  /**
   * The key of an entity.
   *
   * @param merges groups of the entities that it refers to
   */
  MergeKey(SourceEntity source, RunMerges merges) {
    this.source = source;
    this.parts = source.mergeKey().stream().map(field -> part(source, field, merges)).toList();
  }

  private static Part part(SourceEntity source, String field, RunMerges merges) {
    if (source.entity().equals(Entity.CONTACTS) && field.equals(SourceEntity.ADDRESS)) {
      return new Address();
    }
    Entity references = source.references(field);
    return references == null ? new Text() : new Reference(merges.of(references));
  }

  /** Whether a query gives the values; its rows merge with none where it does not. */
  boolean isIn(SourceLayout layout) {
    return !parts.isEmpty()
        && source.mergeKey().stream().allMatch(field -> layout.column(field).isPresent());
  }

  /** Number of columns. */
  int width() {
    return parts.size();
  }

  /** Its columns in a query, as texts. */
  String columns(SourceLayout layout) {
    return source.mergeKey().stream().map(layout::text).collect(Collectors.joining(", "));
  }

  /**
   * The key of a row.
   *
   * @param first position of the first of the columns
   * @return null where the row has none
   */
  String of(CopyTuple row, int first) {
    if (parts.size() == 1) {
      return value(row, first, 0);
    }
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      String value = value(row, first, i);
      if (value == null) {
        return null;
      }
      key.append(value).append(SEPARATOR);
    }
    return key.toString();
  }

  private String value(CopyTuple row, int first, int part) {
    String raw = row.text(first + part);
    return raw == null ? null : parts.get(part).of(raw);
  }
}
