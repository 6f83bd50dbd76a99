package dev.godwit.extractor.outbound;

import dev.godwit.extractor.source.SourceColumn;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.RowSchema;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.records.Entity;
import dev.godwit.wire.BodyBuffer;
import dev.godwit.wire.BodyWriter.Field;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.merge.Merges;
import dev.godwit.worker.merge.RunMerges;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Writers of the fields that refer to rows which became part of others: they write the id of the
 * survivor. Those of one entity's rows; not thread-safe.
 */
final class Survivors {
  private Survivors() {}

  /**
   * The writers by field; a field is missing where it refers to nothing that merged, so that its
   * column is written as it is.
   *
   * @param merges groups of the run
   */
  static Map<String, Field<CopyTuple, StageFailedException>> writers(
      SourceLayout layout, RunMerges merges) {
    Map<String, Field<CopyTuple, StageFailedException>> writers = new HashMap<>();
    for (String field : layout.source().fields().keySet()) {
      Merges ofParent = merges.of(layout.source().references(field));
      SourceColumn column = layout.column(field).orElse(null);
      if (column == null || ofParent.isEmpty()) {
        continue;
      }
      IdBytes id = new IdBytes();
      writers.put(
          field,
          layout.source().type(field) == FieldType.LIST
              ? (row, out) ->
                  ListField.writeSurvivors(row, column.index(), column.separator(), ofParent, out)
              : (row, out) -> write(row, column, id, ofParent, out));
    }
    legacyContact(layout, merges, writers);
    return writers;
  }

  private static void write(
      CopyTuple row, SourceColumn column, IdBytes id, Merges merges, BodyBuffer out) {
    if (!id.read(row, column)) {
      out.writeAbsent();
      return;
    }
    byte[] survivor = id.survivor(merges);
    out.writePresent();
    if (survivor != null) {
      out.writeBytes(survivor, 0, survivor.length);
    } else {
      out.writeBytes(id.bytes(), id.start(), id.length());
    }
  }

  /** The contact's id as the row has it, where it is another than the survivor's. */
  private static void legacyContact(
      SourceLayout layout,
      RunMerges merges,
      Map<String, Field<CopyTuple, StageFailedException>> writers) {
    Merges contacts = merges.of(Entity.CONTACTS);
    SourceColumn column = layout.column(RowSchema.CONTACT_ID).orElse(null);
    boolean refers = Entity.CONTACTS.equals(layout.source().references(RowSchema.CONTACT_ID));
    if (!refers || column == null || contacts.isEmpty()) {
      return;
    }
    IdBytes id = new IdBytes();
    writers.put(
        RowSchema.LEGACY_CONTACT_ID,
        (row, out) -> {
          byte[] survivor = id.read(row, column) ? id.survivor(contacts) : null;
          boolean differs =
              survivor != null
                  && !Arrays.equals(
                      survivor,
                      0,
                      survivor.length,
                      id.bytes(),
                      id.start(),
                      id.start() + id.length());
          if (differs) {
            out.writePresent();
            out.writeBytes(id.bytes(), id.start(), id.length());
          } else {
            out.writeAbsent();
          }
        });
  }
}
