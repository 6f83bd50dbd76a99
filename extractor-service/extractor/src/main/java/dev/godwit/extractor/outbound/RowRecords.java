package dev.godwit.extractor.outbound;

import dev.godwit.extractor.snapshot.MergeGroup;
import dev.godwit.extractor.snapshot.Merges;
import dev.godwit.extractor.source.SourceColumn;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.CanonicalFields;
import dev.godwit.pack.RowSchema;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.wire.BodyBuffer;
import dev.godwit.wire.BodyWriter;
import dev.godwit.wire.BodyWriter.Field;
import dev.godwit.worker.failure.StageFailedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
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
  private static final String CONTACT_ID = CanonicalFields.CONTACT_ID;

  private final ExtractedSink sink;
  private final Merges merges;
  private final BodyWriter<CopyTuple, StageFailedException> fields;
  private final SourceColumn contactId;
  private final SourceColumn legacyId;
  private final IdBytes id = new IdBytes();
  private final IdBytes other = new IdBytes();
  private final IdBytes own = new IdBytes();
  private final boolean isTree;
  private final Supplier<String> idOfRow = this::idOfRow;
  private CopyTuple current;
  private boolean hasContact;
  private byte[] survivor;

  RowRecords(SourceLayout layout, ExtractedSink sink, String runId, Merges merges) {
    this.sink = sink;
    this.merges = merges;
    this.contactId =
        layout.source().isContact(CONTACT_ID) ? layout.column(CONTACT_ID).orElse(null) : null;
    this.legacyId = layout.column(RowSchema.LEGACY_ID).orElseThrow();
    byte[] run = runId.getBytes(StandardCharsets.UTF_8);
    Map<String, Field<CopyTuple, StageFailedException>> special = new HashMap<>();
    special.put(RowSchema.RUN_ID, (row, out) -> out.writeBytes(run, 0, run.length));
    if (contactId != null) {
      special.put(CONTACT_ID, (row, out) -> writeContact(out));
      special.put(RowSchema.LEGACY_CONTACT_ID, (row, out) -> writeLegacyContact(out));
    }
    for (String field : layout.source().fields().keySet()) {
      SourceColumn column = layout.column(field).orElse(null);
      boolean isContact = layout.source().isContact(field);
      if (isContact && column != null && !field.equals(CONTACT_ID)) {
        special.put(field, (row, out) -> writeOtherContact(row, column, out));
      }
    }
    this.isTree = layout.source().parentField() != null;
    this.fields = RowFields.writer(sink.schema(), layout, special);
  }

  /** A contact that the record is not kept under, such as the author of a note. */
  private void writeOtherContact(CopyTuple row, SourceColumn column, BodyBuffer out) {
    if (!other.read(row, column)) {
      out.writeAbsent();
      return;
    }
    byte[] survivorOfOther = other.survivor(merges);
    out.writePresent();
    if (survivorOfOther != null) {
      out.writeBytes(survivorOfOther, 0, survivorOfOther.length);
    } else {
      out.writeBytes(other.bytes(), other.start(), other.length());
    }
  }

  @Override
  public void row(CopyTuple row) throws StageFailedException {
    hasContact = contactId != null && id.read(row, contactId);
    survivor = hasContact ? id.survivor(merges) : null;
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

  private void writeContact(BodyBuffer out) {
    if (!hasContact) {
      out.writeAbsent();
      return;
    }
    out.writePresent();
    if (survivor != null) {
      out.writeBytes(survivor, 0, survivor.length);
    } else {
      out.writeBytes(id.bytes(), id.start(), id.length());
    }
  }

  private void writeLegacyContact(BodyBuffer out) {
    boolean differs =
        survivor != null
            && !Arrays.equals(
                survivor, 0, survivor.length, id.bytes(), id.start(), id.start() + id.length());
    if (differs) {
      out.writePresent();
      out.writeBytes(id.bytes(), id.start(), id.length());
    } else {
      out.writeAbsent();
    }
  }

  @Override
  public void merged(MergeGroup group, List<CopyTuple> rows) {
    throw new IllegalStateException("Expected merges of contacts only.");
  }

  @Override
  public void tooLarge(MergeGroup group, long bytes) {
    throw new IllegalStateException("Expected merges of contacts only.");
  }

  @Override
  public boolean isMerged(String legacyId) {
    return false;
  }
}
