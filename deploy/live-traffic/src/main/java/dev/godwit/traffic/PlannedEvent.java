package dev.godwit.traffic;

import java.time.Instant;

/**
 * One event of the script. Where it is told again, by any way, it has the same event id.
 *
 * @param index index in the script, which the agent tells
 * @param way how it is sent first
 * @param provider whose request it is in, where it is sent by webhook
 * @param eventId null where its way gives it none
 * @param emailId null where there is no such email
 * @param byMessage whether a record of the topic names the message only
 * @param contactId the email's contact
 * @param messageId the Message-ID header
 */
record PlannedEvent(
    long index,
    Way way,
    Provider provider,
    Trick trick,
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

  /** Index in the script that an agent tells; negative where it is none of the traffic's. */
  static long indexOf(String agent) {
    if (agent == null || !agent.startsWith(AGENT)) {
      return -1;
    }
    return Long.parseLong(agent, AGENT.length(), agent.length(), 10);
  }

  /** The message id without brackets and domain, as providers with ids of their own tell it. */
  String bareMessageId() {
    return messageId.substring(1, messageId.length() - Script.MESSAGE_DOMAIN.length() - 1);
  }

  /** The message id without brackets. */
  String messageIdHeader() {
    return messageId.substring(1, messageId.length() - 1);
  }
}
