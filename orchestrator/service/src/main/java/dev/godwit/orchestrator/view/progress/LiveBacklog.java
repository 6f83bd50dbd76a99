package dev.godwit.orchestrator.view.progress;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What stands in the live topic before the transformer, by customer. Only events count: transaction
 * markers and cuts do not, so all is read once the last event is. Bounded: where much is unread,
 * neighbours are told together until the last of them is read, so it is never told too low.
 * Thread-safe.
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
   * An event stands in the topic; call in the order of offsets.
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

  /** All that stands in the topic is told. */
  public synchronized void complete() {
    known = true;
  }

  /** Nothing is known any more. */
  public synchronized void forget() {
    partitions.clear();
    known = false;
  }

  /**
   * What of a customer is unread.
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
