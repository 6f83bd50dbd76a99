package dev.godwit.pack.check;

import dev.godwit.pack.EntityField;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.IdKind;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Position;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.WhenInvalid;
import dev.godwit.pack.read.Findings;
import dev.godwit.records.Entity;
import java.util.List;
import java.util.Map;

/**
 * Checks that a source pack gives what a target pack takes: the same entities, and each field that
 * the target pack declares, with its type and its reference, also where rows merge. No database is
 * asked. Stateless.
 */
public final class PackPairCheck {
  private PackPairCheck() {}

  /**
   * Checks a pair of packs.
   *
   * @throws PackException with every finding; fatal until one of the packs is mended
   */
  public static void require(SourcePack source, TargetPack target) {
    Findings findings = new Findings();
    List<Entity> taken = target.entities();
    for (Entity entity : taken) {
      SourceEntity given = source.entities().get(entity);
      if (given == null) {
        findings.add(
            place(target, entity),
            "the entity %s in the source pack %s".formatted(entity.text(), source.name()),
            "none; it has " + names(source.entities().keySet().stream().toList()),
            target.idKind(entity) == IdKind.LOOKED_UP
                ? lookup(target, entity)
                : "declare it there, or remove it here");
      } else {
        target
            .fields()
            .getOrDefault(entity, Map.of())
            .forEach((name, field) -> field(source, given, target, name, field, findings));
        for (TargetTable table : target.tables(entity)) {
          nulls(source, given, table, findings);
          items(source, given, table, findings);
        }
      }
    }
    for (SourceEntity given : source.entities().values()) {
      if (!taken.contains(given.entity())) {
        findings.add(
            given.queries().getFirst().sql().positionOf(0),
            "tables for %s in the target pack %s".formatted(given.entity().text(), target.name()),
            "none; it has " + names(taken),
            "describe them there, or remove the entity here: its rows would have nowhere to go");
      }
    }
    findings.throwIfAny();
  }

  /** The entity that makes the rows to look up of the values that other rows have. */
  private static String lookup(TargetPack target, Entity entity) {
    TargetTable table = target.main(entity);
    String key = table.key().getFirst();
    TargetColumn column = table.column(key);
    String field = column == null ? key : column.value();
    return "add there an entity %s with query: select distinct COLUMN as %s from TABLE where CUSTOMER = :customer and COLUMN is not null, key: [%s], fields: {legacyId: %s, %s: {column: %s, type: text}}"
        .formatted(entity.text(), key, key, key, field, key);
  }

  private static void field(
      SourcePack source,
      SourceEntity given,
      TargetPack target,
      String name,
      EntityField taken,
      Findings findings) {
    Position at = place(target, given.entity());
    boolean isLookedUp =
        taken.references() != null && target.idKind(taken.references()) == IdKind.LOOKED_UP;
    if (isLookedUp && (!given.fields().containsKey(name) || given.references(name) == null)) {
      findings.add(
          at,
          "a field '%s' of %s of the source pack %s that refers to %s"
              .formatted(name, given.entity().text(), source.name(), taken.references().text()),
          given.fields().containsKey(name) ? "one that refers to nothing" : "none",
          "write there '%s: {column: COLUMN, references: %s}', with the column by which a row of %s is found"
              .formatted(name, taken.references().text(), taken.references().text()));
      return;
    }
    if (!given.fields().containsKey(name)) {
      findings.unknown(
          at,
          "a field of %s of the source pack %s".formatted(given.entity().text(), source.name()),
          given.fields().keySet(),
          name);
      return;
    }
    FieldType type = given.type(name);
    if (!taken.type().reads(type.text())) {
      findings.add(
          at,
          "the type of '%s' of %s as the source pack %s gives it, %s"
              .formatted(name, given.entity().text(), source.name(), type.text()),
          taken.type().text(),
          "give it one type in both packs");
    }
    Entity references = given.references(name);
    if (taken.references() != null && !taken.references().equals(references)) {
      findings.add(
          at,
          "the entity that '%s' of %s refers to in the source pack %s, %s"
              .formatted(
                  name,
                  given.entity().text(),
                  source.name(),
                  references == null ? "which is none" : references.text()),
          taken.references().text(),
          "let it refer to one entity in both packs");
    }
  }

  /**
   * Items of a list that Godwit knows are ids only to the target pack, so the extractor does not
   * replace them by those of survivors.
   */
  private static void items(
      SourcePack source, SourceEntity given, TargetTable table, Findings findings) {
    for (TargetColumn column : table.columns()) {
      SourceEntity parent =
          column.references() == null || !column.isOfItem()
              ? null
              : source.entities().get(column.references());
      if (parent != null && parent.merges() && given.references(table.each()) == null) {
        findings.add(
            column.at() == null ? table.at() : column.at(),
            "a list of the source pack %s with 'references: %s', because %s merge there"
                .formatted(source.name(), parent.entity().text(), parent.entity().text()),
            "'%s', whose items keep the ids of rows that became part of others"
                .formatted(table.each()),
            "declare a list field with that reference in both packs");
      }
    }
  }

  /** A value that becomes NULL where it is invalid would be missing there, in every such record. */
  private static void nulls(
      SourcePack source, SourceEntity given, TargetTable table, Findings findings) {
    for (TargetColumn column : table.columns()) {
      WhenInvalid whenInvalid = given.whenInvalid(column.value());
      if (whenInvalid != null
          && whenInvalid.text() == null
          && isRequired(column)
          && !table.isWithout(column.value())) {
        findings.add(
            column.at() == null ? table.at() : column.at(),
            "a column that takes NULL for '%s', which the source pack %s makes NULL where it is invalid"
                .formatted(column.value(), source.name()),
            "'%s' of %s, which is NOT NULL".formatted(column.name(), table.name()),
            "add 'when-missing' here, or give 'when-invalid' a value there");
      }
    }
  }

  /** Whether a record without a value would be quarantined: an array takes the empty one. */
  private static boolean isRequired(TargetColumn column) {
    return !column.nullable()
        && column.whenMissing() == null
        && (column.type() == null || !column.type().isArray());
  }

  private static Position place(TargetPack target, Entity entity) {
    return target.tables(entity).stream()
        .map(TargetTable::at)
        .filter(at -> at != null)
        .findFirst()
        .orElseGet(() -> target.isEnabled().positionOf(0));
  }

  private static String names(List<Entity> entities) {
    return String.join(", ", entities.stream().map(Entity::text).toList());
  }
}
