package dev.godwit.it.open;

import dev.godwit.it.open.OpenEntity.Ids;
import dev.godwit.it.open.OpenField.Invalid;
import dev.godwit.pack.FieldType;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random declarations and records of them. Stateless. */
final class OpenDeclarations {
  private OpenDeclarations() {}

  /** A source pack as it was when a record was written. */
  enum Version {
    /** As the target pack fits it. */
    SAME,
    /** With one more field. */
    MORE,
    /** Without its last field. */
    FEWER
  }

  /**
   * A record of the entity.
   *
   * @param id its id in the source
   * @param version the source pack that it was written with
   * @param labels ids of labels
   * @param values of the fields, in their order; null for NULL
   */
  record Written(String id, Version version, List<String> labels, List<Object> values) {}

  /** A declaration with some records. */
  record Sample(OpenEntity entity, List<Written> records) {}

  static Arbitrary<Sample> samples() {
    return entities()
        .flatMap(
            entity ->
                records(entity)
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(12)
                    .map(records -> new Sample(entity, numbered(entity, records))));
  }

  private static Arbitrary<OpenEntity> entities() {
    Arbitrary<Ids> ids = Arbitraries.of(Ids.class);
    Arbitrary<Boolean> yes = Arbitraries.of(true, false);
    return Combinators.combine(
            fields().list().ofMinSize(1).ofMaxSize(8), ids, ids, yes, yes, yes, yes, conditions())
        .as(
            (fields, own, ofLabels, owned, labels, items, byPosition, condition) ->
                entity(
                    new OpenEntity(
                        numbered(fields),
                        own,
                        ofLabels,
                        owned,
                        labels,
                        items,
                        byPosition,
                        condition)));
  }

  /** The first field is always taken, so that a condition has one; only some can have a value. */
  private static OpenEntity entity(OpenEntity drawn) {
    FieldType first = drawn.fields().getFirst().kind().type();
    String word = drawn.condition();
    if (word != null && !word.equals("present") && !word.equals("absent")) {
      word =
          switch (first) {
            case TEXT -> "good";
            case INTEGER -> "7";
            case BOOLEAN -> "\"true\"";
            default -> "present";
          };
    }
    return new OpenEntity(
        drawn.fields(),
        drawn.ids(),
        drawn.labelIds(),
        drawn.owned(),
        drawn.labels(),
        drawn.items(),
        drawn.byPosition(),
        word);
  }

  private static Arbitrary<String> conditions() {
    return Arbitraries.of("present", "absent", "value").injectNull(0.4);
  }

  private static Arbitrary<OpenField> fields() {
    Arbitrary<Boolean> yes = Arbitraries.of(true, false);
    return Arbitraries.of(FieldKind.ALL)
        .flatMap(
            kind ->
                Combinators.combine(
                        Arbitraries.of(kind.columns()),
                        Arbitraries.frequencyOf(
                            Tuple.of(6, Arbitraries.just(true)),
                            Tuple.of(1, Arbitraries.just(false))),
                        yes,
                        yes,
                        Arbitraries.of(Invalid.class))
                    .as(
                        (column, used, notNull, whenMissing, invalid) ->
                            new OpenField(0, kind, column, used, notNull, whenMissing, invalid)));
  }

  private static List<OpenField> numbered(List<OpenField> fields) {
    List<OpenField> numbered = new ArrayList<>();
    for (OpenField field : fields) {
      numbered.add(
          new OpenField(
              numbered.size(),
              field.kind(),
              field.column(),
              field.used() || numbered.isEmpty(),
              field.notNull(),
              field.whenMissing(),
              field.invalid()));
    }
    return List.copyOf(numbered);
  }

  private static Arbitrary<Written> records(OpenEntity entity) {
    List<Arbitrary<Object>> values =
        entity.fields().stream().map(OpenDeclarations::values).toList();
    @SuppressWarnings("unchecked")
    Arbitrary<List<String>> labels = FieldValues.references().map(list -> (List<String>) list);
    return Combinators.combine(
            Arbitraries.of("", "\u00e9/", "event:", "' "),
            Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.just(Version.SAME)),
                Tuple.of(2, Arbitraries.just(Version.MORE)),
                Tuple.of(1, Arbitraries.just(Version.FEWER))),
            labels,
            Combinators.combine(values).as(list -> list))
        .as(Written::new);
  }

  private static Arbitrary<Object> values(OpenField field) {
    Arbitrary<Object> any = field.kind().values();
    List<Object> fits = field.column().fits();
    Arbitrary<Object> most =
        fits.isEmpty()
            ? any
            : Arbitraries.frequencyOf(Tuple.of(5, Arbitraries.of(fits)), Tuple.of(1, any));
    return field.isList() ? most : most.injectNull(field.notNull() ? 0.02 : 0.15);
  }

  private static List<Written> numbered(OpenEntity entity, List<Written> records) {
    List<Written> numbered = new ArrayList<>();
    for (Written record : records) {
      String prefix = entity.ids().isNumber() ? "" : record.id();
      String id = prefix + (numbered.size() + 1);
      numbered.add(new Written(id, record.version(), record.labels(), record.values()));
    }
    return numbered;
  }
}
