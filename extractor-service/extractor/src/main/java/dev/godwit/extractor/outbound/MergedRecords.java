package dev.godwit.extractor.outbound;

import dev.godwit.extractor.snapshot.MergeGroup;
import dev.godwit.extractor.snapshot.Merges;
import dev.godwit.extractor.source.SourceColumn;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.RowSchema;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.records.Entity;
import dev.godwit.wire.BodyBuffer;
import dev.godwit.wire.BodyWriter;
import dev.godwit.worker.failure.StageFailedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes contacts: one contact a record, or all members of a merge group in one. Not thread-safe.
 */
final class MergedRecords implements ExtractedRecords {
  private final ExtractedSink sink;
  private final Merges merges;
  private final BodyWriter<CopyTuple, StageFailedException> member;
  private final BodyWriter<Contact, StageFailedException> fields;
  private final SourceColumn legacyId;
  private final IdBytes id = new IdBytes();
  private final Contact contact = new Contact();
  private final Supplier<String> idOfContact = this::idOfContact;

  /** The contact that is being written: one row, or those of a merge. */
  private static final class Contact {
    byte[] id;
    int idStart;
    int idLength;
    CopyTuple row;
    List<CopyTuple> rows;
  }

  MergedRecords(SourceLayout layout, ExtractedSink sink, String runId, Merges merges) {
    this.sink = sink;
    this.merges = merges;
    this.legacyId = layout.column(RowSchema.LEGACY_ID).orElseThrow();
    this.member =
        RowFields.writer(
            sink.schema().getField(RowSchema.MEMBERS).schema().getElementType(), layout, Map.of());
    byte[] run = runId.getBytes(StandardCharsets.UTF_8);
    this.fields =
        BodyWriter.<Contact, StageFailedException>of(sink.schema())
            .text(RowSchema.RUN_ID, (from, out) -> out.writeBytes(run, 0, run.length))
            .text(
                RowSchema.LEGACY_ID,
                (from, out) -> out.writeBytes(from.id, from.idStart, from.idLength))
            .list(RowSchema.MEMBERS, this::writeMembers)
            .build();
  }

  /** Skips members of merge groups: the chunk of merged contacts writes them. */
  @Override
  public void row(CopyTuple row) throws StageFailedException {
    if (id.read(row, legacyId) && id.survivor(merges) != null) {
      return;
    }
    contact.id = id.bytes();
    contact.idStart = id.start();
    contact.idLength = id.length();
    contact.row = row;
    contact.rows = null;
    if (sink.fits(row.size(), idOfContact, 1)) {
      send(1);
    }
  }

  private String idOfContact() {
    return new String(contact.id, contact.idStart, contact.idLength, StandardCharsets.UTF_8);
  }

  @Override
  public void tooLarge(MergeGroup group, long bytes) {
    sink.fits(bytes, group::survivor, group.members().size());
  }

  @Override
  public boolean isMerged(String legacyId) {
    byte[] bytes = legacyId.getBytes(StandardCharsets.UTF_8);
    return merges.survivor(bytes, 0, bytes.length) != null;
  }

  @Override
  public void merged(MergeGroup group, List<CopyTuple> rows) throws StageFailedException {
    if (rows.size() != group.members().size()) {
      throw new StageFailedException(
          Entity.CONTACTS.name(),
          "Expected %d contacts of a merge in the snapshot, found %d."
              .formatted(group.members().size(), rows.size()),
          "Check that legacyId is unique among the customer's contacts in the pack's query.",
          null,
          group.members().size(),
          group.survivor());
    }
    contact.id = group.survivor().getBytes(StandardCharsets.UTF_8);
    contact.idStart = 0;
    contact.idLength = contact.id.length;
    contact.rows = rows;
    send(rows.size());
  }

  private void send(int sourceRows) throws StageFailedException {
    fields.write(contact, sink.begin());
    sink.end(contact.id, contact.idStart, contact.idLength, sourceRows, idOfContact);
  }

  private void writeMembers(Contact from, BodyBuffer out) throws StageFailedException {
    if (from.rows == null) {
      out.writeLong(1);
      member.write(from.row, out);
    } else {
      out.writeLong(from.rows.size());
      for (CopyTuple row : from.rows) {
        member.write(row, out);
      }
    }
    out.writeLong(0);
  }
}
