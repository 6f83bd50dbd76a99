package dev.godwit.extractor.outbound;

import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.RowSchema;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.wire.BodyBuffer;
import dev.godwit.wire.BodyWriter;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.merge.RunMerges;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Writes records of an entity that merges: one row a record, or all members of a merge group in
 * one. Not thread-safe.
 */
final class MemberRecords {
  private final ExtractedSink sink;
  private final List<BodyWriter<CopyTuple, StageFailedException>> members = new ArrayList<>();
  private final BodyWriter<MemberRecords, StageFailedException> fields;
  private final Supplier<String> idOfRecord = this::idOfRecord;
  private byte[] id;
  private int idStart;
  private int idLength;
  private CopyTuple row;
  private List<GroupRecords.Member> rows;
  private String rule;

  /**
   * For a run.
   *
   * @param layouts the queries that rows come from
   */
  MemberRecords(List<SourceLayout> layouts, ExtractedSink sink, String runId, RunMerges merges) {
    this.sink = sink;
    for (SourceLayout layout : layouts) {
      members.add(
          RowFields.writer(
              sink.schema().getField(RowSchema.MEMBERS).schema().getElementType(),
              layout,
              Survivors.writers(layout, merges)));
    }
    byte[] run = runId.getBytes(StandardCharsets.UTF_8);
    this.fields =
        BodyWriter.<MemberRecords, StageFailedException>of(sink.schema())
            .text(RowSchema.RUN_ID, (from, out) -> out.writeBytes(run, 0, run.length))
            .text(
                RowSchema.LEGACY_ID,
                (from, out) -> out.writeBytes(from.id, from.idStart, from.idLength))
            .list(RowSchema.MEMBERS, MemberRecords::writeMembers)
            .optionalText(RowSchema.MERGE_RULE, MemberRecords::writeRule)
            .build();
  }

  /** Sends a row of the first layout as a record of its own, unless it is too large. */
  void send(IdBytes of, CopyTuple only) throws StageFailedException {
    id = of.bytes();
    idStart = of.start();
    idLength = of.length();
    row = only;
    rows = null;
    rule = null;
    if (sink.fits(only.size(), idOfRecord, 1)) {
      send(1);
    }
  }

  /** Sends the members of a group as one record. */
  void send(String survivor, List<GroupRecords.Member> group, String by)
      throws StageFailedException {
    id = survivor.getBytes(StandardCharsets.UTF_8);
    idStart = 0;
    idLength = id.length;
    rows = group;
    rule = by;
    send(group.size());
  }

  private void send(int sourceRows) throws StageFailedException {
    fields.write(this, sink.begin());
    sink.end(id, idStart, idLength, sourceRows, idOfRecord);
  }

  private String idOfRecord() {
    return new String(id, idStart, idLength, StandardCharsets.UTF_8);
  }

  private static void writeRule(MemberRecords from, BodyBuffer out) {
    if (from.rule == null) {
      out.writeAbsent();
    } else {
      out.writePresent();
      out.writeString(from.rule);
    }
  }

  private static void writeMembers(MemberRecords from, BodyBuffer out) throws StageFailedException {
    if (from.rows == null) {
      out.writeLong(1);
      from.members.getFirst().write(from.row, out);
    } else {
      out.writeLong(from.rows.size());
      for (GroupRecords.Member member : from.rows) {
        from.members.get(member.query()).write(member.row(), out);
      }
    }
    out.writeLong(0);
  }
}
