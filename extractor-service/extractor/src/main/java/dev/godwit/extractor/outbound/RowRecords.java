package dev.godwit.extractor.outbound;

import dev.godwit.extractor.source.SourceColumn;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.RowSchema;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.records.Entity;
import dev.godwit.wire.BodyBuffer;
import dev.godwit.wire.BodyWriter;
import dev.godwit.wire.BodyWriter.Field;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.merge.Merges;
import dev.godwit.worker.merge.RunMerges;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes rows of an entity that does not merge, one a record: under their contact, or its survivor
 * where contacts are merged; a row without a contact under its own id, so that such rows are spread
 * over the partitions, however many they are. Such a row may so come before its parent, which is in
 * another partition: the loader waits for it. Rows that refer to others of their entity are all in
 * one partition, in the order in which they are read. Not thread-safe.
 */
final class RowRecords implements ExtractedRecords {
  private final ExtractedSink sink;
  private final Merges contacts;
  private final BodyWriter<CopyTuple, StageFailedException> fields;
  private final SourceColumn contactId;
  private final SourceColumn legacyId;
  private final IdBytes id = new IdBytes();
  private final IdBytes own = new IdBytes();
  private final boolean isTree;
  private final Supplier<String> idOfRow = this::idOfRow;
  private CopyTuple current;

  RowRecords(SourceLayout layout, ExtractedSink sink, String runId, RunMerges merges) {
    this.sink = sink;
    this.contacts = merges.of(Entity.CONTACTS);
    this.contactId =
        layout.source().isContact(RowSchema.CONTACT_ID)
            ? layout.column(RowSchema.CONTACT_ID).orElse(null)
            : null;
    this.legacyId = layout.column(RowSchema.LEGACY_ID).orElseThrow();
    byte[] run = runId.getBytes(StandardCharsets.UTF_8);
    Map<String, Field<CopyTuple, StageFailedException>> special = Survivors.writers(layout, merges);
    special.put(RowSchema.RUN_ID, (row, out) -> out.writeBytes(run, 0, run.length));
    this.isTree = layout.source().parentField() != null;
    this.fields = RowFields.writer(sink.schema(), layout, special);
  }

  @Override
  public void row(CopyTuple row) throws StageFailedException {
    boolean hasContact = contactId != null && id.read(row, contactId);
    byte[] survivor = hasContact ? id.survivor(contacts) : null;
    current = row;
    if (!sink.fits(row.size(), idOfRow, 1)) {
      return;
    }
    BodyBuffer body = sink.begin();
    fields.write(row, body);
    if (isTree) {
      sink.end(id.bytes(), 0, 0, 1, idOfRow);
    } else if (survivor != null) {
      sink.end(survivor, 0, survivor.length, 1, idOfRow);
    } else if (hasContact) {
      sink.end(id.bytes(), id.start(), id.length(), 1, idOfRow);
    } else {
      own.read(row, legacyId); // Never NULL: the record has it.
      sink.end(own.bytes(), own.start(), own.length(), 1, idOfRow);
    }
  }

  private String idOfRow() {
    return own.read(current, legacyId) ? own.text() : "";
  }

  @Override
  public boolean isMerged(String legacyId) {
    return false;
  }
}
