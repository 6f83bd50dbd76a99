package dev.godwit.extractor.outbound;

import dev.godwit.common.v1.Entity;
import dev.godwit.extractor.snapshot.MergeGroup;
import dev.godwit.extractor.snapshot.Merges;
import dev.godwit.extractor.source.SourceColumn;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.row.v1.ContactMember;
import dev.godwit.wire.BodyBuffer;
import dev.godwit.worker.StageFailedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Contacts: one member a record, or all members of a merge. */
final class ContactRecords implements ExtractedRecords {
  private final ExtractedSink sink;
  private final Merges merges;
  private final String runId;
  private final RecordWriter members;
  private final SourceColumn legacyId;
  private final IdBytes id = new IdBytes();

  ContactRecords(SourceLayout layout, ExtractedSink sink, String runId, Merges merges) {
    this.sink = sink;
    this.merges = merges;
    this.runId = runId;
    this.members = new RecordWriter(ContactMember.SCHEMA$, layout, Map.of());
    this.legacyId = layout.column("legacyId").orElseThrow();
  }

  /** Members of merges are left to the chunk of the merged. */
  @Override
  public void row(CopyTuple row) throws StageFailedException {
    if (id.read(row, legacyId) && id.survivor(merges) != null) {
      return;
    }
    BodyBuffer body = sink.begin();
    body.writeString(runId);
    body.writeBytes(id.bytes(), id.start(), id.length());
    body.writeLong(1);
    members.write(row, body);
    body.writeLong(0);
    sink.end(id.bytes(), id.start(), id.length(), 1);
  }

  @Override
  public void merged(MergeGroup group, List<CopyTuple> rows) throws StageFailedException {
    if (rows.size() != group.members().size()) {
      throw new StageFailedException(
          Entity.CONTACTS.name(),
          "Expected %d contacts of a merge in the snapshot, found %d."
              .formatted(group.members().size(), rows.size()),
          "Check that legacyId is unique among the customer's contacts in the pack's query.");
    }
    byte[] survivor = group.survivor().getBytes(StandardCharsets.UTF_8);
    BodyBuffer body = sink.begin();
    body.writeString(runId);
    body.writeBytes(survivor, 0, survivor.length);
    body.writeLong(rows.size());
    for (CopyTuple row : rows) {
      members.write(row, body);
    }
    body.writeLong(0);
    sink.end(survivor, 0, survivor.length, rows.size());
  }
}
