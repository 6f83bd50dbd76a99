package dev.godwit.extractor.webhook;

import dev.godwit.row.v1.LiveEngagement;
import java.util.List;

/** Where live events go. Thread-safe. */
interface LiveLog {
  /**
   * Returns once all events are in the log, on every replica that has to have them.
   *
   * @throws Refusal where that is not known of each of them; some may be there all the same, and
   *     are recognised when they come again
   */
  void append(List<LiveEngagement> events) throws Refusal;
}
