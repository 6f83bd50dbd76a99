package dev.godwit.orchestrator.view.merges;

import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.row.v1.MergeGroupFound;
import java.io.IOException;
import java.util.Collection;

/**
 * The records of merge groups. <i>Contract:</i> each call reads the topic anew; a broker that does
 * not answer throws {@link org.apache.kafka.common.KafkaException}, which is retriable.
 */
interface MergeGroupTopic {
  /** Receives the record of a group. */
  @FunctionalInterface
  interface Visitor {
    void group(MergeGroupAnswer group, MergeGroupFound record) throws IOException;
  }

  /**
   * Reads the records of some groups, partition by partition in the order of their offsets.
   *
   * @return the number of groups whose record is no longer there, or cannot be read
   * @throws IOException of the visitor
   */
  long read(Collection<MergeGroupAnswer> groups, Visitor visitor) throws IOException;
}
