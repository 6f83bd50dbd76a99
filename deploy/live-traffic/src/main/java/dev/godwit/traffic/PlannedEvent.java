package dev.godwit.traffic;

import java.time.Instant;

/**
 * One event of the script. Its repetitions have the same event id, by any route.
 *
 * @param index index in the script, which the agent contains
 * @param route route by which it is sent first
 * @param provider whose request it is in, by the webhook route
 * @param eventId null where its route gives it none
 * @param emailId null where there is no such email
 * @param byMessage whether a record of the topic names the message only
 * @param contactId the email's contact
 * @param messageId the Message-ID header
 */
record PlannedEvent(
    long index,
    Route route,
    Provider provider,
    Anomaly anomaly,
    String eventId,
    Long emailId,
    boolean byMessage,
    Long contactId,
    String messageId,
    String kind,
    String url,
    String agent,
    Instant occurredAt) {
  private static final String AGENT = "Mozilla/5.0 (godwit live traffic) #";

  static String agent(long index) {
    return AGENT + index;
  }

  /** The index that an agent contains; negative where the agent is not of the traffic. */
  static long indexOf(String agent) {
    if (agent == null || !agent.startsWith(AGENT)) {
      return -1;
    }
    return Long.parseLong(agent, AGENT.length(), agent.length(), 10);
  }

  /** The message id without brackets and domain, as providers with ids of their own send it. */
  String bareMessageId() {
    return messageId.substring(1, messageId.length() - Script.MESSAGE_DOMAIN.length() - 1);
  }

  /** The message id without brackets. */
  String messageIdHeader() {
    return messageId.substring(1, messageId.length() - 1);
  }
}
