package dev.godwit.transformer.run;

import dev.godwit.transformer.normalise.Micros;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.shape.Fields;
import java.time.Instant;

/** The values of one open or click in their places, used again for the next. Not thread-safe. */
final class EngagementValues {
  private final Object[] values;
  private final int legacyId;
  private final int emailId;
  private final int contactId;
  private final int kind;
  private final int url;
  private final int agent;
  private final int occurredAt;
  private final int eventId;
  private final boolean usesOccurredAt;

  EngagementValues(Fields fields) {
    values = new Object[fields.size()];
    legacyId = fields.position("legacyId");
    emailId = fields.position("emailId");
    contactId = fields.position("contactId");
    kind = fields.position("kind");
    url = fields.position("url");
    agent = fields.position("agent");
    occurredAt = fields.position("occurredAt");
    eventId = fields.has("eventId") ? fields.position("eventId") : -1;
    usesOccurredAt = fields.uses("occurredAt");
  }

  /** Puts ids into their places; each may be null. */
  void ids(String legacy, String event, String email, String contact) {
    values[legacyId] = legacy;
    values[emailId] = email;
    values[contactId] = contact;
    if (eventId >= 0) {
      values[eventId] = event;
    }
  }

  /**
   * Puts the rest into its places, as it was written.
   *
   * @return all values
   * @throws QuarantinedException where the time is none
   */
  Object[] rest(String kindText, String urlText, String agentText, Instant at)
      throws QuarantinedException {
    values[kind] = kindText;
    values[url] = urlText;
    values[agent] = agentText;
    values[occurredAt] = usesOccurredAt ? Micros.of(at, "occurredAt") : null;
    return values;
  }
}
