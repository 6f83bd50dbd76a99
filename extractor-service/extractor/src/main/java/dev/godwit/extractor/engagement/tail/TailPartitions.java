package dev.godwit.extractor.engagement.tail;

import dev.godwit.records.TopicCatalogue;
import dev.godwit.records.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Partition and key of a tail's position in {@code crm.tails.v1}. Stateless. */
public final class TailPartitions {
  private static final int COUNT = TopicCatalogue.load().topic(Topics.TAILS).partitions();

  private TailPartitions() {}

  /** Partition that a customer's tails belong to. */
  public static int of(String customer) {
    return Utils.toPositive(Utils.murmur2(key(customer, null))) % COUNT;
  }

  /**
   * Key of a position; by run, so that a late tail cannot overwrite its successor's. A run's id
   * ends with its number, so that it equals no key with a query's name.
   *
   * @param query name of the query that the tail follows; null for the only one, without a name
   */
  public static byte[] key(String runId, String query) {
    String key = query == null ? runId : runId + "#" + query;
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
