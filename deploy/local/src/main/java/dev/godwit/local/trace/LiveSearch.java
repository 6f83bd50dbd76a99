package dev.godwit.local.trace;

import dev.godwit.common.v1.RunKind;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.LiveEngagement;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Finds the live events of one email in {@code crm.engagements.live.v1}, in the offsets that belong
 * to the run: for a live run from the cut that opened it, for a rehearsal from the begin of its
 * synthetic events. Senders choose the keys of the topic, so every partition is read. Not
 * thread-safe.
 */
final class LiveSearch {
  /** Events that are kept at most; the others are counted. */
  static final int MOST_EVENTS = 500;

  private static final byte AVRO = 0;

  private final TopicReader topics;
  private final TracedRun run;
  private final String emailId;
  private final String messageId;
  private final byte[] emailBytes;
  private final byte[] messageBytes;
  private final List<Event> events = new ArrayList<>();
  private final List<TopicRange> ranges = new ArrayList<>();
  private long matching;

  /** An event and its place. */
  record Event(FoundRecord place, LiveEngagement event) {}

  /**
   * @param emailId id of the email in the source
   * @param messageId its message id; null for none
   */
  LiveSearch(TopicReader topics, TracedRun run, String emailId, String messageId) {
    this.topics = topics;
    this.run = run;
    this.emailId = emailId;
    this.messageId = messageId == null ? null : bare(messageId);
    this.emailBytes = emailId.getBytes(StandardCharsets.UTF_8);
    this.messageBytes = messageId == null ? null : this.messageId.getBytes(StandardCharsets.UTF_8);
  }

  /** Reads; false where the run has no live events. */
  boolean read() {
    boolean isOpen = false;
    int partitions = topics.partitions(Topics.LIVE);
    for (int partition = 0; partition < partitions; partition++) {
      Optional<Long> begin = begin(partition);
      isOpen |= begin.isPresent();
      if (begin.isPresent()) {
        ranges.add(
            topics.read(
                Topics.LIVE,
                partition,
                begin.get(),
                run.endOfLive(partition).orElse(Long.MAX_VALUE),
                this::take));
      }
    }
    return isOpen;
  }

  private Optional<Long> begin(int partition) {
    return run.beginOfLive(partition)
        .or(
            () ->
                run.liveRehearsalAt()
                    .map(
                        at ->
                            topics.offsetAt(
                                Topics.LIVE, partition, at.minus(RecordSearch.MARGIN))));
  }

  private boolean take(ConsumerRecord<byte[], byte[]> record) {
    if (mayMatch(record.value())
        && topics.liveEvent(record).orElse(null) instanceof LiveEngagement event
        && isOf(event)) {
      matching++;
      if (events.size() < MOST_EVENTS) {
        events.add(
            new Event(
                new FoundRecord(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    Instant.ofEpochMilli(record.timestamp()),
                    event),
                event));
      }
    }
    return false;
  }

  /** Avro holds an id byte by byte; JSON may escape its characters, and is decoded always. */
  private boolean mayMatch(byte[] value) {
    return value != null
        && value.length > 0
        && (value[0] != AVRO
            || contains(value, emailBytes)
            || (messageBytes != null && contains(value, messageBytes)));
  }

  private static boolean contains(byte[] value, byte[] wanted) {
    for (int i = 0; i <= value.length - wanted.length; i++) {
      int k = 0;
      while (k < wanted.length && value[i + k] == wanted[k]) {
        k++;
      }
      if (k == wanted.length) {
        return true;
      }
    }
    return false;
  }

  private boolean isOf(LiveEngagement event) {
    Integer rehearsal = run.kind() == RunKind.REHEARSAL ? run.number() : null;
    return event.getCustomer().equals(run.customer())
        && Objects.equals(event.getRehearsal(), rehearsal)
        && (event.getEmailId() != null
            ? event.getEmailId().equals(emailId)
            : messageId != null
                && event.getMessageId() != null
                && bare(event.getMessageId()).equals(messageId));
  }

  private static String bare(String id) {
    return id.strip().replaceAll("^<|>$", "");
  }

  /** The first events, in the order of partition and offset. */
  List<Event> events() {
    return events;
  }

  /** Events of the email, those that are not kept included. */
  long matching() {
    return matching;
  }

  /** Records that were read. */
  long recordsRead() {
    return ranges.stream().mapToLong(TopicRange::read).sum();
  }

  /** Partitions of the events. */
  Set<Integer> partitions() {
    Set<Integer> all = new TreeSet<>();
    events.forEach(event -> all.add(event.place().partition()));
    return all;
  }

  /** Whether a range was ended at the limit of records. */
  boolean limited() {
    return ranges.stream().anyMatch(TopicRange::limited);
  }

  /** The first range of which a part could not be read. */
  Optional<TopicRange> gap() {
    return ranges.stream().filter(range -> range.gap().isPresent()).findFirst();
  }
}
