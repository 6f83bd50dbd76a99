package dev.godwit.orchestrator.view.progress;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Events in the live topic that the transformer has not read, by customer. Transaction markers and
 * cuts are not events. Bounded: where many events are unread, neighbours are counted together until
 * the last of them is read, so the count is never too low. Thread-safe.
 */
@ApplicationScoped
public class LiveBacklog {
  static final int MOST = 512;

  private final Map<Integer, List<Block>> partitions = new HashMap<>();
  private boolean known;

  private static final class Block {
    private long last;
    private long oldestMillis;
    private final Map<String, Long> events = new HashMap<>();

    private void take(Block later) {
      last = later.last;
      oldestMillis = Math.min(oldestMillis, later.oldestMillis);
      later.events.forEach((customer, n) -> events.merge(customer, n, Long::sum));
    }
  }

  /**
   * Counts an event of the topic; call in the order of offsets.
   *
   * @param millis when it was written, milliseconds since 1970
   */
  public synchronized void wrote(int partition, long offset, String customer, long millis) {
    List<Block> blocks = partitions.computeIfAbsent(partition, p -> new ArrayList<>());
    Block block = new Block();
    block.last = offset;
    block.oldestMillis = millis;
    block.events.put(customer, 1L);
    blocks.add(block);
    if (blocks.size() > MOST) {
      halve(blocks);
    }
  }

  /** The transformer has read all before an offset. */
  public synchronized void read(int partition, long next) {
    Iterator<Block> blocks = partitions.getOrDefault(partition, List.of()).iterator();
    while (blocks.hasNext() && blocks.next().last < next) {
      blocks.remove();
    }
  }

  /** Every event of the topic is counted. */
  public synchronized void complete() {
    known = true;
  }

  /** Nothing is known any more. */
  public synchronized void forget() {
    partitions.clear();
    known = false;
  }

  /**
   * Unread events of a customer.
   *
   * @param from offset by partition behind which its events count; all count where it names none
   */
  public synchronized Unread of(String customer, List<Long> from) {
    if (!known) {
      return Unread.NOT_KNOWN;
    }
    long records = 0;
    long oldest = Long.MAX_VALUE;
    for (Map.Entry<Integer, List<Block>> partition : partitions.entrySet()) {
      int number = partition.getKey();
      long behind = number < from.size() ? from.get(number) : -1;
      for (Block block : partition.getValue()) {
        Long events = block.events.get(customer);
        if (events != null && block.last > behind) {
          records += events;
          oldest = Math.min(oldest, block.oldestMillis);
        }
      }
    }
    return records == 0 ? Unread.NONE : new Unread(records, oldest);
  }

  private static void halve(List<Block> blocks) {
    List<Block> merged = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i += 2) {
      Block block = blocks.get(i);
      if (i + 1 < blocks.size()) {
        block.take(blocks.get(i + 1));
      }
      merged.add(block);
    }
    blocks.clear();
    blocks.addAll(merged);
  }
}
