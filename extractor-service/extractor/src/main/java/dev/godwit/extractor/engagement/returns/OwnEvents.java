package dev.godwit.extractor.engagement.returns;

import dev.godwit.extractor.engagement.LiveQuarantine;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.live.LiveEvents;
import dev.godwit.wire.live.RehearsalMark;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Counts the events that the source wrote itself, and their repeats, by the source's primary key:
 * exactly and in bounded memory. Where the keys do not fit, the range is read several times, each
 * time for another share of the keys. Not thread-safe.
 */
final class OwnEvents {
  /**
   * The counts.
   *
   * @param distinct different events
   * @param repeats further records of these events
   */
  record Count(long distinct, long repeats) {}

  private static final long SPREAD = 0xD6E8FEB86659FD93L;

  private final LiveRecords records;
  private final LiveEvents decoder;
  private final int limit;
  private final LongSet numbers = new LongOpenHashSet();
  private final Set<String> texts = new HashSet<>();

  /**
   * @param limit number of keys remembered at once, at least 1
   */
  OwnEvents(LiveRecords records, LiveEvents decoder, int limit) {
    this.records = records;
    this.decoder = decoder;
    this.limit = limit;
  }

  /** Counts the events of a customer between offsets by partition, both exclusive. */
  Count count(String customer, List<Long> from, List<Long> to) {
    int shares = 1;
    while (true) {
      long distinct = 0;
      long all = 0;
      boolean fits = true;
      for (int share = 0; share < shares && fits; share++) {
        numbers.clear();
        texts.clear();
        long read = read(customer, from, to, share, shares);
        fits = read >= 0;
        all += read;
        distinct += numbers.size() + texts.size();
      }
      if (fits) {
        return new Count(distinct, all - distinct);
      }
      shares *= 2;
    }
  }

  /** Number of own events in a share of the keys; -1 where the keys do not fit. */
  private long read(String customer, List<Long> from, List<Long> to, int share, int shares) {
    long read = 0;
    for (int partition = 0; partition < from.size(); partition++) {
      long end = to.get(partition);
      records.begin(partition, from.get(partition) + 1, end);
      ConsumerRecord<byte[], byte[]> record;
      while ((record = next(partition, end)) != null) {
        String key = key(record, customer);
        if (key == null || Math.floorMod(spread(key), shares) != share) {
          continue;
        }
        read++;
        remember(key);
        if (numbers.size() + texts.size() > limit) {
          return -1;
        }
      }
    }
    return read;
  }

  /** The next record; behind deleted ones, which the return has named before it counts. */
  private ConsumerRecord<byte[], byte[]> next(int partition, long end) {
    while (true) {
      try {
        return records.next();
      } catch (LostLiveRecordsException e) {
        records.begin(partition, e.continuesAt(), end);
      }
    }
  }

  private String key(ConsumerRecord<byte[], byte[]> record, String customer) {
    try {
      return decoder.decode(record) instanceof LiveEngagement event
              && event.getCustomer().equals(customer)
              && LiveQuarantine.isOwn(event)
              && !RehearsalMark.isOn(event)
          ? event.getLegacyId() == null ? "" : event.getLegacyId()
          : null;
    } catch (UnreadableRecordException e) {
      return null;
    }
  }

  private void remember(String key) {
    try {
      long number = Long.parseLong(key);
      if (Long.toString(number).equals(key)) {
        numbers.add(number);
        return;
      }
    } catch (NumberFormatException e) {
      // The key is a text.
    }
    texts.add(key);
  }

  private static int spread(String key) {
    return (int) ((key.hashCode() * SPREAD) >>> 40);
  }
}
