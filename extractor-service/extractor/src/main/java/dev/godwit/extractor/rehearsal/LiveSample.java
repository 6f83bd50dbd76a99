package dev.godwit.extractor.rehearsal;

import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.RehearsedMessage;
import java.util.List;

/**
 * Rows of a customer from which the synthetic live events of a rehearsal are made. Immutable.
 *
 * @param emailIds ids in the source of emails that are not in quarantine
 * @param messages messages of such emails, with their recipients; empty where the source has no
 *     message ids
 * @param tailRows rows of the source's engagements as the tail reads them; null where the pack has
 *     no tail
 */
record LiveSample(
    List<String> emailIds, List<RehearsedMessage> messages, List<LiveEngagement> tailRows) {
  LiveSample {
    emailIds = List.copyOf(emailIds);
    messages = List.copyOf(messages);
    tailRows = tailRows == null ? null : List.copyOf(tailRows);
  }
}
