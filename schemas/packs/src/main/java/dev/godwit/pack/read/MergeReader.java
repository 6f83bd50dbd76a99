package dev.godwit.pack.read;

import dev.godwit.pack.FieldType;
import dev.godwit.pack.Merge;
import dev.godwit.pack.RowSchema;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceField;
import dev.godwit.pack.SourceQuery;
import dev.godwit.records.Entity;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads by which rule the rows of a source entity become one: {@code merge}, {@code merge-key}. */
final class MergeReader {
  private static final String MERGE = "merge";
  private static final String KEY = "merge-key";

  /** Types whose equal values have one text, whichever column they come from. */
  private static final Set<FieldType> TYPES =
      EnumSet.of(
          FieldType.ID,
          FieldType.TEXT,
          FieldType.UUID,
          FieldType.INTEGER,
          FieldType.DATE,
          FieldType.BOOLEAN);

  private final YamlFile file;

  MergeReader(YamlFile file) {
    this.file = file;
  }

  /** The entity of these queries; not to be used where there are findings. */
  SourceEntity read(Entity entity, YamlMapping mapping, List<SourceQuery> queries) {
    Merge merge = merge(entity, mapping);
    if (merge == null) {
      return new SourceEntity(entity, queries, SourceEntity.mergeOf(entity));
    }
    if (merge != Merge.BY_KEY) {
      if (mapping.has(KEY)) {
        file.findings()
            .add(
                mapping.at(KEY),
                "'merge-key' with 'merge: by-key' only",
                "it with 'merge: " + merge.text() + "'",
                "write 'merge: by-key', or remove it");
      }
      return new SourceEntity(entity, queries, merge);
    }
    List<YamlMapping.Entry> key = key(entity, mapping);
    key.forEach(field -> check(entity, field, queries));
    return new SourceEntity(
        entity, queries, merge, key.stream().map(YamlMapping.Entry::key).toList());
  }

  /** The rule; null where it is a finding. */
  private Merge merge(Entity entity, YamlMapping mapping) {
    String rule = mapping.text(MERGE);
    if (rule == null) {
      return SourceEntity.mergeOf(entity);
    }
    List<Merge> rules = rules(entity);
    for (Merge one : rules) {
      if (one.text().equals(rule)) {
        return one;
      }
    }
    file.findings()
        .unknown(
            mapping.at(MERGE),
            "a rule for merging " + entity.text(),
            rules.stream().map(Merge::text).toList(),
            rule);
    return null;
  }

  /** Live events name emails and engagements by ids of the source, for ever: these stay apart. */
  private static List<Merge> rules(Entity entity) {
    if (entity.equals(Entity.CONTACTS)) {
      return List.of(Merge.ADDRESS, Merge.BY_KEY, Merge.NONE);
    }
    return entity.isDeclared() ? List.of(Merge.BY_KEY, Merge.NONE) : List.of(Merge.NONE);
  }

  private List<YamlMapping.Entry> key(Entity entity, YamlMapping mapping) {
    if (mapping.node(KEY) instanceof ScalarNode) {
      String field = mapping.text(KEY);
      return field == null
          ? List.of()
          : List.of(new YamlMapping.Entry(field, mapping.at(KEY), mapping.node(KEY)));
    }
    if (!mapping.has(KEY)) {
      file.findings()
          .add(
              mapping.at(MERGE),
              "the key '" + KEY + "' beside 'merge: by-key' of " + entity.text(),
              "none",
              "name the field, or the list of fields, whose equal values make rows one");
      return List.of();
    }
    return mapping.requiredTexts(KEY);
  }

  private void check(Entity entity, YamlMapping.Entry field, List<SourceQuery> queries) {
    for (SourceQuery query : queries) {
      Map<String, SourceField> fields = query.fields();
      if (!fields.containsKey(field.key())) {
        file.findings()
            .unknown(
                field.at(),
                "a field of %s of %s in '%s'".formatted(query.words(), entity.text(), KEY),
                fields.keySet(),
                field.key());
        return;
      }
    }
    if (field.key().equals(RowSchema.LEGACY_ID)) {
      file.findings()
          .add(
              field.at(),
              "a field in 'merge-key' that rows can share",
              "'legacyId', which each row has for itself",
              "name another field");
      return;
    }
    SourceField first = queries.isEmpty() ? null : queries.getFirst().fields().get(field.key());
    FieldType type = SourceEntity.type(entity, field.key(), first);
    if (type != null && !TYPES.contains(type)) {
      file.findings()
          .add(
              field.at(),
              "a field of one of the types text, uuid, integer, date, boolean, or a reference, in"
                  + " 'merge-key'",
              "'" + field.key() + "' of type " + type.text(),
              "compute a text in the query, and name that");
    }
  }
}
