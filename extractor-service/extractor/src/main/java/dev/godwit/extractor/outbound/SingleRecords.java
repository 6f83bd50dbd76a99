package dev.godwit.extractor.outbound;

import dev.godwit.extractor.source.SourceColumn;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.Merge;
import dev.godwit.pack.RowSchema;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.wire.BodyBuffer;
import dev.godwit.wire.BodyWriter;
import dev.godwit.wire.BodyWriter.Field;
import dev.godwit.worker.failure.StageFailedException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Writes a row as the extracted record that a chunk makes of it where nothing is merged: a contact
 * is its only member, and an id is that of the row. It sends nothing. Not thread-safe.
 */
public final class SingleRecords {
  private final BodyWriter<CopyTuple, StageFailedException> fields;

  /**
   * For rows that {@link SourceLayout#copy} and its likes select.
   *
   * @param schema schema of the entity's records, derived from the pack
   * @param runId customer and number of a run, joined by /
   */
  public SingleRecords(SourceLayout layout, Schema schema, String runId) {
    byte[] run = runId.getBytes(StandardCharsets.UTF_8);
    Field<CopyTuple, StageFailedException> ofRun = (row, out) -> out.writeBytes(run, 0, run.length);
    this.fields =
        layout.source().merge() == Merge.NONE
            ? RowFields.writer(schema, layout, Map.of(RowSchema.RUN_ID, ofRun))
            : ofMember(layout, schema, ofRun);
  }

  private static BodyWriter<CopyTuple, StageFailedException> ofMember(
      SourceLayout layout, Schema schema, Field<CopyTuple, StageFailedException> ofRun) {
    BodyWriter<CopyTuple, StageFailedException> member =
        RowFields.writer(
            schema.getField(RowSchema.MEMBERS).schema().getElementType(), layout, Map.of());
    SourceColumn legacyId = layout.column(RowSchema.LEGACY_ID).orElseThrow();
    IdBytes id = new IdBytes();
    return BodyWriter.<CopyTuple, StageFailedException>of(schema)
        .text(RowSchema.RUN_ID, ofRun)
        .text(
            RowSchema.LEGACY_ID,
            (row, out) -> {
              id.read(row, legacyId);
              out.writeBytes(id.bytes(), id.start(), id.length());
            })
        .list(
            RowSchema.MEMBERS,
            (row, out) -> {
              out.writeLong(1);
              member.write(row, out);
              out.writeLong(0);
            })
        .optionalText(RowSchema.MERGE_RULE, (row, out) -> out.writeAbsent())
        .build();
  }

  /**
   * Writes the body of a row's record.
   *
   * @param out what it holds stays before the body
   * @throws StageFailedException where a field that every row must have is NULL
   */
  public void write(CopyTuple row, BodyBuffer out) throws StageFailedException {
    fields.write(row, out);
  }
}
