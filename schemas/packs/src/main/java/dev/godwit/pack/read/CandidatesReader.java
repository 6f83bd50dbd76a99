package dev.godwit.pack.read;

import dev.godwit.pack.Candidates;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.Meaning;
import dev.godwit.pack.SourceEntity;
import dev.godwit.records.Entity;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reads how rows of a source entity are found that may be one: {@code candidates}. */
final class CandidatesReader {
  static final String CANDIDATES = "candidates";

  private static final String COMPARE = "compare";
  private static final String REVIEW = "review";
  private static final String AUTOMATIC = "automatic";
  private static final String NEVER = "never";
  private static final String SEARCH = "search";
  private static final List<String> KEYS = List.of(COMPARE, REVIEW, AUTOMATIC, SEARCH);
  private static final String ON = "on";
  private static final String OFF = "off";

  /** Types whose values can be compared as texts. */
  private static final Set<FieldType> TYPES =
      EnumSet.of(FieldType.ID, FieldType.TEXT, FieldType.UUID, FieldType.INTEGER, FieldType.DATE);

  private final YamlFile file;

  private final EnvironmentText placeholders;

  CandidatesReader(YamlFile file, UnaryOperator<String> environment) {
    this.file = file;
    this.placeholders = new EnvironmentText(environment, file.findings());
  }

  /** The entity with what it says; not to be used where there are findings. */
  SourceEntity read(SourceEntity entity, YamlMapping mapping) {
    if (!mapping.has(CANDIDATES)) {
      return entity;
    }
    if (!entity.entity().equals(Entity.CONTACTS) && !entity.entity().isDeclared()) {
      file.findings()
          .add(
              mapping.at(CANDIDATES),
              "'candidates' of contacts or of a declared entity",
              "it with " + entity.entity().text(),
              "remove it: live events name these rows by their ids, so each stays as it is");
      return entity;
    }
    YamlMapping candidates =
        YamlMapping.closed(file, mapping.node(CANDIDATES), "'" + CANDIDATES + "'", KEYS);
    Map<String, Meaning> compare = compare(entity, candidates);
    Double review = bits(candidates, REVIEW, false);
    Double automatic = bits(candidates, AUTOMATIC, true);
    double least = review == null ? Candidates.DEFAULT_REVIEW : review;
    if (automatic != null && automatic < least) {
      file.findings()
          .add(
              candidates.at(AUTOMATIC),
              "'automatic' of at least 'review'",
              candidates.text(AUTOMATIC)
                  + " below "
                  + (review == null
                      ? "%.0f, the default".formatted(Candidates.DEFAULT_REVIEW)
                      : candidates.text(REVIEW)),
              "raise it, or write 'never'");
    }
    return isSearched(candidates)
        ? entity.with(new Candidates(compare, review, automatic))
        : entity;
  }

  private boolean isSearched(YamlMapping candidates) {
    String written = candidates.text(SEARCH);
    String search = written == null ? null : placeholders.replace(written, candidates.at(SEARCH));
    if (search != null && !search.equals(ON) && !search.equals(OFF)) {
      file.findings()
          .unknown(candidates.at(SEARCH), "a word for 'search'", List.of(ON, OFF), search);
    }
    return !OFF.equals(search);
  }

  private Map<String, Meaning> compare(SourceEntity entity, YamlMapping candidates) {
    Map<String, Meaning> compare = new LinkedHashMap<>();
    if (candidates.required(COMPARE) == null) {
      return compare;
    }
    YamlMapping fields = YamlMapping.open(file, candidates.node(COMPARE), "'" + COMPARE + "'");
    for (YamlMapping.Entry entry : fields.entries()) {
      String name = entry.key();
      if (!entity.fields().containsKey(name)) {
        file.findings()
            .unknown(
                entry.at(),
                "a field of %s in '%s'".formatted(entity.entity().text(), COMPARE),
                entity.fields().keySet(),
                name);
        continue;
      }
      FieldType type = entity.type(name);
      if (type != null && !TYPES.contains(type)) {
        file.findings()
            .add(
                entry.at(),
                "a field of one of the types text, uuid, integer, date in '" + COMPARE + "'",
                "'" + name + "' of type " + type.text(),
                "declare a text field for it, computed in the query");
        continue;
      }
      String word = fields.text(name);
      if (word != null) {
        Meaning.of(word)
            .ifPresentOrElse(
                meaning -> compare.put(name, meaning),
                () -> file.findings().unknown(entry.at(), "a meaning", Meaning.texts(), word));
      }
    }
    if (fields.entries().isEmpty()) {
      file.findings()
          .add(
              candidates.at(COMPARE),
              "at least one field with its meaning in '" + COMPARE + "'",
              "none",
              "write 'givenName: given-name', for instance");
    }
    requireFew(compare, candidates);
    requireOneName(compare, candidates);
    return compare;
  }

  private void requireFew(Map<String, Meaning> compare, YamlMapping candidates) {
    if (compare.size() > Candidates.MAX_FIELDS) {
      file.findings()
          .add(
              candidates.at(COMPARE),
              "at most %d fields in '%s'".formatted(Candidates.MAX_FIELDS, COMPARE),
              Integer.toString(compare.size()),
              "keep those that tell rows apart");
    }
  }

  private void requireOneName(Map<String, Meaning> compare, YamlMapping candidates) {
    long given = count(compare, Meaning.GIVEN_NAME);
    long family = count(compare, Meaning.FAMILY_NAME);
    long full = count(compare, Meaning.FULL_NAME);
    if (given > 1 || family > 1 || full > 1 || (full == 1 && given + family > 0)) {
      file.findings()
          .add(
              candidates.at(COMPARE),
              "one field with each of the meanings given-name and family-name, or one with full-name",
              "%d, %d and %d".formatted(given, family, full),
              "give the others the meaning 'text'");
    }
  }

  private static long count(Map<String, Meaning> compare, Meaning meaning) {
    return compare.values().stream().filter(one -> one == meaning).count();
  }

  /** A match weight in bits; null where there is none. */
  private Double bits(YamlMapping candidates, String key, boolean mayBeNever) {
    String text = candidates.text(key);
    if (text == null) {
      return null;
    }
    if (mayBeNever && text.equals(NEVER)) {
      return Double.POSITIVE_INFINITY;
    }
    try {
      double bits = Double.parseDouble(text);
      if (Double.isFinite(bits)) {
        return bits;
      }
    } catch (NumberFormatException e) {
      // It is a finding, as an infinite number is.
    }
    file.findings()
        .add(
            candidates.at(key),
            "a match weight in bits as '%s'%s".formatted(key, mayBeNever ? ", or 'never'" : ""),
            "'" + text + "'",
            "write a number such as 12.5");
    return null;
  }
}
