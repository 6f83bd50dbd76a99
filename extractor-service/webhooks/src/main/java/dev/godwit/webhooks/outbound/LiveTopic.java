package dev.godwit.webhooks.outbound;

import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.webhooks.request.Refusal;
import java.util.List;

/** The topic of live engagement, as the webhooks write it. Thread-safe. */
public interface LiveTopic {
  /**
   * Returns once Kafka acknowledged every event on all replicas it needs.
   *
   * @throws Refusal where one acknowledgement is missing. Some events may be in the topic all the
   *     same; consumers recognise them when the provider sends them again.
   */
  void append(List<LiveEngagement> events) throws Refusal;
}
