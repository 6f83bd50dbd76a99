package dev.godwit.loader.live;

import dev.godwit.loader.batch.LoadRun;
import dev.godwit.loader.batch.RequiredWidth;
import dev.godwit.loader.batch.RunPart;
import dev.godwit.loader.inbound.InboundRecord;
import dev.godwit.loader.inbound.LoadRecord;
import dev.godwit.loader.inbound.LoadRecord.Problem;
import dev.godwit.loader.inbound.RecordRange;
import dev.godwit.loader.live.MessageLookup.Found;
import dev.godwit.loader.live.MessageLookup.Message;
import dev.godwit.loader.reference.FoundIds;
import dev.godwit.loader.reference.ParentCheck;
import dev.godwit.loader.rows.BatchRanges;
import dev.godwit.loader.rows.EncodedBatch;
import dev.godwit.loader.rows.RangeOutcome;
import dev.godwit.loader.rows.Refusal;
import dev.godwit.loader.rows.RowLoader;
import dev.godwit.loader.targetdb.LoadTable.Reference;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pgcopy.CellMismatchException;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.TableRow;
import dev.godwit.row.v1.TransformedLive;
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
 * Writes the live events of one run inside the connection's open transaction: finds the email of
 * each message, checks the parents, recognises events that the target holds already, writes the
 * rest. Made for one attempt at one batch. Not thread-safe.
 */
final class LiveRows {
  private static final String MESSAGE_ID = "messageId";

  /** No database text can hold it. */
  private static final char NUL = '\0';

  private final Connection connection;
  private final LoadRun run;
  private final RunTarget target;
  private final EncodedBatch batch;
  private final List<TableRow> mainRows = new ArrayList<>();
  private final FoundIds foundIds = new FoundIds();

  /** Positions of events that the target holds already. */
  private final BitSet held = new BitSet();

  LiveRows(Connection connection, LoadRun run) {
    this.connection = connection;
    this.run = run;
    this.target = run.target();
    this.batch = new EncodedBatch(target);
  }

  /** Loads the ranges, all of them of the run. */
  RunPart.Written load(List<LiveRange> live) throws SQLException {
    BisectedLookup lookup = new BisectedLookup(connection);
    Emails emails = findEmails(live, lookup);
    List<RecordRange> ranges = new ArrayList<>();
    for (LiveRange from : live) {
      RecordRange range = new RecordRange(from.partition(), Entity.LIVE);
      for (InboundRecord event : from.events()) {
        range.add(encoded(event, emails));
      }
      from.endLike(range);
      ranges.add(range);
    }
    BatchRanges work = new BatchRanges(batch, ranges);
    checkParents(work, lookup);
    work.positionsNotToLoad().stream().forEach(position -> mainRows.set(position, null));
    DuplicateLookup.Found found = DuplicateLookup.find(connection, target, mainRows, lookup);
    found.refused().forEach(work::mark);
    held.or(found.inTarget());
    found.repeats().values().forEach(repeats -> repeats.forEach(held::set));
    write(work, found.repeats(), new RowLoader(connection, batch, foundIds));
    return new RunPart.Written(
        run, ranges.stream().map(this::outcomeOf).toList(), List.of(), Map.of());
  }

  /** Counts records of a loaded range by outcome. */
  RangeOutcome outcomeOf(RecordRange range) {
    return RangeOutcome.of(range, batch, held);
  }

  /** Whether the target held the event at a position of the batch already. */
  boolean isHeld(int position) {
    return held.get(position);
  }

  /**
   * The emails of the batch's messages.
   *
   * @param refused the database's refusal of messages that it does not take
   */
  private record Emails(Map<Message, Found> byMessage, Map<Message, Refusal> refused) {}

  private Emails findEmails(List<LiveRange> live, BisectedLookup lookup) throws SQLException {
    List<Message> messages = List.copyOf(messages(live));
    Emails emails = new Emails(new HashMap<>(), new HashMap<>());
    lookup.run(
        messages.size(),
        (positions, from, to) ->
            emails.byMessage.putAll(
                MessageLookup.find(
                    connection,
                    target,
                    Arrays.stream(positions, from, to).mapToObj(messages::get).toList())),
        (position, why) -> emails.refused.put(messages.get(position), Refusal.of(why)));
    return emails;
  }

  private void checkParents(BatchRanges work, BisectedLookup lookup) throws SQLException {
    lookup.run(
        batch.size(),
        (positions, from, to) -> {
          BitSet among = new BitSet();
          Arrays.stream(positions, from, to).forEach(among::set);
          List<ParentCheck.ReferenceUse> uses =
              batch.references().stream().filter(use -> among.get(use.record())).toList();
          ParentCheck.find(connection, target, uses, foundIds).forEach(work::mark);
        },
        (position, why) -> work.mark(position, Refusal.of(why)));
  }

  /** Where the first event of an id is refused, the next event of that id takes its place. */
  private void write(BatchRanges work, Map<Integer, List<Integer>> repeats, RowLoader rows)
      throws SQLException {
    BitSet without = work.positionsNotToLoad();
    without.or(held);
    while (without.cardinality() < batch.size()) {
      RowLoader.Outcome outcome = rows.load(without);
      RequiredWidth.check(connection, run, outcome.refused());
      held.or(outcome.held());
      without.set(0, batch.size());
      for (RowLoader.Refused refused : outcome.refused()) {
        work.mark(refused.record(), refused.refusal());
        List<Integer> others = repeats.remove(refused.record());
        if (others != null) {
          int next = others.removeFirst();
          held.clear(next);
          without.clear(next);
          if (!others.isEmpty()) {
            repeats.put(next, others);
          }
        }
      }
    }
  }

  private LoadRecord encoded(InboundRecord inbound, Emails emails) {
    if (inbound instanceof InboundRecord.Unreadable poison) {
      return LoadRecord.unreadable(poison.source(), poison.detail());
    }
    ConsumerRecord<byte[], byte[]> source = inbound.source();
    TransformedLive event = ((InboundRecord.Live) inbound).event();
    List<TableRow> rows = event.getRows();
    if (!target.fits(event.getLayout())) {
      return LoadRecord.unencoded(source, event.getEventId(), madeForOthers());
    }
    Message message = message(event);
    if (message != null) {
      Found found = emails.byMessage.get(message);
      if (!(found instanceof MessageLookup.One one)) {
        Problem problem = problem(message, found, emails.refused.get(message));
        return LoadRecord.unencoded(source, event.getEventId(), problem);
      }
      rows = withEmail(rows, one.id());
    }
    if (rows.isEmpty() || !target.isMain(rows.get(0).getTable(), Entity.ENGAGEMENTS)) {
      String detail = "Expected a row of the engagements' main table first, found none.";
      return LoadRecord.unencoded(
          source, event.getEventId(), new Problem(QuarantineReason.UNREADABLE, null, detail));
    }
    try {
      int position = batch.add(Entity.ENGAGEMENTS, rows);
      mainRows.add(rows.get(0));
      return new LoadRecord(source, position, event.getEventId(), null);
    } catch (CellMismatchException e) {
      return LoadRecord.unencoded(
          source,
          event.getEventId(),
          new Problem(QuarantineReason.UNREADABLE, e.column(), e.getMessage()));
    }
  }

  /** The cells of such an event would go into other columns, and nobody would see it. */
  private Problem madeForOthers() {
    return new Problem(
        QuarantineReason.UNREADABLE,
        null,
        "Expected an event for the tables and columns that pack %s has at the loader, found one that the transformer made for others: the pack was changed, or their files differ (godwit packs reload shows both). Have the loader read the files that it was made with, and replay stage load."
            .formatted(target.pack().name()));
  }

  /**
   * Why no single email fits the message.
   *
   * @param found null for no email
   * @param refusal null where the database took the id
   */
  private Problem problem(Message message, Found found, Refusal refusal) {
    if (message.id().indexOf(NUL) >= 0) {
      return new Problem(
          QuarantineReason.BAD_CHARACTER,
          MESSAGE_ID,
          "Expected a message id without the character NUL, but found it.");
    }
    if (refusal != null) {
      return new Problem(QuarantineReason.TARGET_REFUSED, MESSAGE_ID, refusal.text());
    }
    if (found != null) {
      return new Problem(
          QuarantineReason.AMBIGUOUS_MESSAGE,
          MESSAGE_ID,
          message.recipient() == null
              ? "Expected one email with the event's message id, but the target has several, and the event names no recipient's address. Have the sender name the recipient, or the email by its id."
              : "Expected one email with the event's message id and recipient, but the target has several with that message id, and none or several of that recipient. Have the sender name the email by its id.");
    }
    return new Problem(
        QuarantineReason.UNKNOWN_MESSAGE,
        MESSAGE_ID,
        MessageLookup.isPossible(target)
            ? "Expected an email with the event's message id in the target, but there is none."
            : "Expected a column for messageId in the target pack's emails, but there is none.");
  }

  /** The rows with the email's id in every cell that refers to one; the event's own stay as is. */
  private List<TableRow> withEmail(List<TableRow> rows, Object id) {
    List<TableRow> filled = new ArrayList<>(rows.size());
    for (TableRow row : rows) {
      List<Object> cells = new ArrayList<>(row.getCells());
      if (row.getTable() >= 0 && row.getTable() < target.tableCount()) {
        for (Reference reference : target.table(row.getTable()).references()) {
          if (reference.entity().equals(Entity.EMAILS) && reference.position() < cells.size()) {
            cells.set(reference.position(), id);
          }
        }
      }
      filled.add(new TableRow(row.getTable(), cells));
    }
    return filled;
  }

  /** The message that an event names in place of its email; null for none. */
  private static Message message(TransformedLive event) {
    return event.getMessageId() == null
        ? null
        : new Message(event.getMessageId(), event.getRecipient());
  }

  private static Set<Message> messages(List<LiveRange> live) {
    Set<Message> messages = new LinkedHashSet<>();
    for (LiveRange range : live) {
      for (InboundRecord inbound : range.events()) {
        Message message =
            inbound instanceof InboundRecord.Live event ? message(event.event()) : null;
        if (message != null && message.id().indexOf(NUL) < 0) {
          messages.add(message);
        }
      }
    }
    return messages;
  }
}
