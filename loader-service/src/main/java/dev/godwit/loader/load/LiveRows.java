package dev.godwit.loader.load;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.common.v1.Entity;
import dev.godwit.loader.load.InputRecord.Problem;
import dev.godwit.loader.load.LoadTable.Reference;
import dev.godwit.loader.load.MessageLookup.Found;
import dev.godwit.loader.load.MessageLookup.One;
import dev.godwit.loader.load.MessageLookup.Several;
import dev.godwit.loader.progress.LiveTotals.Gain;
import dev.godwit.pgcopy.CellMismatchException;
import dev.godwit.row.v1.TableRow;
import dev.godwit.row.v1.TransformedLive;
import dev.godwit.row.v1.TransformedRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Brings the live events of one run into the target inside the connection's open transaction: finds
 * the email of a message, sorts out what cannot be loaded and what is there already, writes the
 * rest. Made for one batch. Not thread-safe.
 */
final class LiveRows {
  private static final String UNREADABLE = "UNREADABLE";
  private static final String UNKNOWN_MESSAGE = "UNKNOWN_MESSAGE";
  private static final String AMBIGUOUS_MESSAGE = "AMBIGUOUS_MESSAGE";
  private static final String BROKEN_REFERENCE = "BROKEN_REFERENCE";
  private static final String TARGET_REFUSED = "TARGET_REFUSED";
  private static final String BAD_CHARACTER = "BAD_CHARACTER";

  /** No database text can hold it. */
  private static final char NUL = '\0';

  private final Connection connection;
  private final LoadRun run;
  private final RunTarget target;
  private final RunBatch batch;
  private final List<TableRow> mainRows = new ArrayList<>();
  private final List<InputRange> ranges = new ArrayList<>();
  private final BitSet known = new BitSet();

  LiveRows(Connection connection, LoadRun run) {
    this.connection = connection;
    this.run = run;
    this.target = run.target();
    this.batch = new RunBatch(target);
  }

  /** Loads the ranges, all of them of the run. */
  RunPart.Written load(List<LiveRange> live) throws SQLException {
    Questions questions = new Questions(connection);
    Messages emails = messages(live, questions);
    for (LiveRange from : live) {
      InputRange range = new InputRange(from.partition(), Entity.LIVE);
      for (LiveInput input : from.inputs()) {
        range.add(encoded(input, emails));
      }
      from.endLike(range);
      ranges.add(range);
    }
    BatchInput work = new BatchInput(batch, ranges);
    checkParents(work, questions);
    work.positionsNotToLoad().stream().forEach(position -> mainRows.set(position, null));
    KnownEvents.Known found = KnownEvents.among(connection, target, mainRows, questions);
    found.refused().forEach((position, refusal) -> work.mark(position, refused(refusal)));
    known.or(found.inTarget());
    found.repeats().values().forEach(repeats -> repeats.forEach(known::set));
    write(work, found.repeats(), new BatchRows(connection, batch));
    return new RunPart.Written(run, ranges, batch, known, List.of(), Map.of());
  }

  /**
   * What is known of the batch's message ids.
   *
   * @param refused what the database said of ids that it does not take
   */
  private record Messages(Map<String, Found> emails, Map<String, Refusal> refused) {}

  private Messages messages(List<LiveRange> live, Questions questions) throws SQLException {
    List<String> ids = List.copyOf(messageIds(live));
    Messages messages = new Messages(new HashMap<>(), new HashMap<>());
    questions.ask(
        ids.size(),
        (asked, from, to) ->
            messages.emails.putAll(
                MessageLookup.find(
                    connection,
                    target,
                    Arrays.stream(asked, from, to).mapToObj(ids::get).toList())),
        (asked, why) -> messages.refused.put(ids.get(asked), Refusal.of(why)));
    return messages;
  }

  private void checkParents(BatchInput work, Questions questions) throws SQLException {
    questions.ask(
        batch.size(),
        (asked, from, to) -> {
          BitSet among = new BitSet();
          Arrays.stream(asked, from, to).forEach(among::set);
          for (ParentCheck.Broken broken : ParentCheck.find(connection, batch, among::get)) {
            work.mark(
                broken.record(), new Problem(BROKEN_REFERENCE, broken.column(), broken.text()));
          }
        },
        (asked, why) -> work.mark(asked, refused(Refusal.of(why))));
  }

  private static Problem refused(Refusal refusal) {
    return new Problem(TARGET_REFUSED, refusal.column(), refusal.text());
  }

  /** Where the first event of an id is refused, the next of that id is tried in its place. */
  private void write(BatchInput work, Map<Integer, List<Integer>> repeats, BatchRows rows)
      throws SQLException {
    BitSet without = work.positionsNotToLoad();
    without.or(known);
    while (without.cardinality() < batch.size()) {
      BatchRows.Outcome outcome = rows.load(without);
      known.or(outcome.already());
      without.set(0, batch.size());
      for (BatchRows.Refused refused : outcome.refused()) {
        work.mark(refused.record(), refused(refused.refusal()));
        List<Integer> others = repeats.remove(refused.record());
        if (others != null) {
          int next = others.removeFirst();
          known.clear(next);
          without.clear(next);
          if (!others.isEmpty()) {
            repeats.put(next, others);
          }
        }
      }
    }
  }

  /** What the batch adds to the run's totals, by range. */
  List<Gain> gains() {
    List<Gain> gains = new ArrayList<>();
    for (InputRange range : ranges) {
      BucketDigest[] digests = new BucketDigest[batch.tables()];
      Arrays.setAll(digests, i -> new BucketDigest());
      long loaded = 0;
      long duplicates = 0;
      for (InputRecord record : range.records()) {
        if (record.problem() != null) {
          continue;
        }
        if (known.get(record.position())) {
          duplicates++;
        } else {
          loaded++;
          batch.addTo(digests, record.position());
        }
      }
      Map<Integer, BucketDigest> written = new HashMap<>();
      for (int table = 0; table < digests.length; table++) {
        if (digests[table].rows() > 0) {
          written.put(table, digests[table]);
        }
      }
      long received = range.records().size();
      gains.add(
          new Gain(
              range.partition().partition(),
              range.to(),
              received,
              loaded,
              duplicates,
              received - loaded - duplicates,
              written));
    }
    return gains;
  }

  /** An event that cannot be read, for quarantine. */
  static InputRecord unreadable(ConsumerRecord<byte[], byte[]> source, String detail) {
    return new InputRecord(source, -1, "", new Problem(UNREADABLE, null, detail));
  }

  private InputRecord encoded(LiveInput input, Messages messages) {
    if (input.event() == null) {
      return unreadable(input.source(), input.unreadable());
    }
    TransformedLive event = input.event();
    List<TableRow> rows = event.getRows();
    String messageId = event.getMessageId();
    if (messageId != null) {
      if (messageId.indexOf(NUL) >= 0) {
        return refused(
            input,
            event.getEventId(),
            BAD_CHARACTER,
            "messageId",
            "Expected a message id without the character NUL, but found it.");
      }
      Refusal refusal = messages.refused.get(messageId);
      if (refusal != null) {
        return refused(input, event.getEventId(), TARGET_REFUSED, "messageId", refusal.text());
      }
      switch (messages.emails.get(messageId)) {
        case One one -> rows = withEmail(rows, one.id());
        case Several several -> {
          return refused(
              input,
              event.getEventId(),
              AMBIGUOUS_MESSAGE,
              "messageId",
              "Expected one email with the event's message id, but the new system has several. Have the sender name the email.");
        }
        case null -> {
          return refused(
              input,
              event.getEventId(),
              UNKNOWN_MESSAGE,
              "messageId",
              MessageLookup.isPossible(target)
                  ? "Expected an email with the event's message id in the new system, but there is none."
                  : "Expected a column for messageId in the target pack's emails, but there is none.");
        }
      }
    }
    if (rows.isEmpty() || !target.isMain(rows.get(0).getTable(), Entity.ENGAGEMENTS)) {
      return refused(
          input,
          event.getEventId(),
          UNREADABLE,
          null,
          "Expected a row of the engagements' main table first, but found none.");
    }
    try {
      TransformedRecord record = new TransformedRecord(event.getRunId(), event.getEventId(), rows);
      int position = batch.add(Entity.ENGAGEMENTS, record);
      mainRows.add(rows.get(0));
      return new InputRecord(input.source(), position, event.getEventId(), null);
    } catch (CellMismatchException e) {
      return refused(input, event.getEventId(), UNREADABLE, e.column(), e.getMessage());
    }
  }

  private static InputRecord refused(
      LiveInput input, String eventId, String reason, String field, String detail) {
    return new InputRecord(input.source(), -1, eventId, new Problem(reason, field, detail));
  }

  /** The rows with the email's id in every cell that refers to one; the event's own stay as is. */
  private List<TableRow> withEmail(List<TableRow> rows, Object id) {
    List<TableRow> filled = new ArrayList<>(rows.size());
    for (TableRow row : rows) {
      List<Object> cells = new ArrayList<>(row.getCells());
      if (row.getTable() >= 0 && row.getTable() < target.tableCount()) {
        for (Reference reference : target.table(row.getTable()).references()) {
          if (reference.entity() == Entity.EMAILS && reference.position() < cells.size()) {
            cells.set(reference.position(), id);
          }
        }
      }
      filled.add(new TableRow(row.getTable(), cells));
    }
    return filled;
  }

  private static Set<String> messageIds(List<LiveRange> live) {
    Set<String> ids = new LinkedHashSet<>();
    for (LiveRange range : live) {
      for (LiveInput input : range.inputs()) {
        String id = input.event() == null ? null : input.event().getMessageId();
        if (id != null && id.indexOf(NUL) < 0) {
          ids.add(id);
        }
      }
    }
    return ids;
  }
}
