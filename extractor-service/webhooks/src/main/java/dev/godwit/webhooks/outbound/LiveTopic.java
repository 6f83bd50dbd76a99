package dev.godwit.webhooks.outbound;

import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.webhooks.request.Refusal;
import java.util.List;

/** The topic of live engagement, as the webhooks write it. Thread-safe. */
public interface LiveTopic {
  /**
   * An event of a provider that cannot be read.
   *
   * @param customer customer that the request names
   * @param body its bytes as received
   */
  record UnreadableEvent(String customer, String provider, byte[] body) {}

  /**
   * Returns once Kafka acknowledged every event on all replicas it needs.
   *
   * @param unreadable kept in the topic as they are; a later stage quarantines and counts them
   * @throws Refusal where one acknowledgement is missing. Some events may be in the topic all the
   *     same; consumers recognise them when the provider sends them again.
   */
  void append(List<LiveEngagement> events, List<UnreadableEvent> unreadable) throws Refusal;
}
