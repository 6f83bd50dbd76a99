package dev.godwit.transformer.entity;

import dev.godwit.canonical.NormalisedAddress;
import dev.godwit.pack.IdKind;
import dev.godwit.pack.TargetPack;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.transformer.limit.CloseValue;
import dev.godwit.transformer.normalise.Micros;
import dev.godwit.transformer.normalise.PlausibleTimes;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.ReplacedValue;
import dev.godwit.transformer.quarantine.Violations;
import dev.godwit.transformer.shape.ColumnViolations;
import dev.godwit.transformer.shape.EntityShaper;
import dev.godwit.transformer.shape.Fields;
import dev.godwit.transformer.shape.RowReader;
import dev.godwit.wire.live.LiveEvents;
import dev.godwit.worker.merge.RunMerges;
import dev.godwit.worker.run.RunSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * Transforms opens and clicks. Those of the snapshot and live ones become the same rows, with the
 * fields that the target pack declares where the event carries them; links and agents are history
 * and stay as they were written. A live event's time is a value like any other: it decides nothing
 * but whether it is plausible. Not thread-safe.
 */
final class EngagementTransform implements EntityTransform {
  private final PlausibleTimes times;
  private final EntityShaper shaper;
  private final boolean keepsSourceIds;
  private final Object[] values;
  private final int legacyId;
  private final int emailId;
  private final int contactId;
  private final int kind;
  private final int url;
  private final int agent;
  private final int machine;
  private final int occurredAt;
  private final int eventId;
  private final boolean usesOccurredAt;
  private final LiveFields declared;
  private final SurvivingReferences references;
  private final Violations violations = new Violations();
  private RowReader reader;
  private int eventIdInRow = -1;

  EngagementTransform(RunSpec run, TargetPack pack, PlausibleTimes times) {
    this.times = times;
    shaper = new EntityShaper(pack, Entity.ENGAGEMENTS, run);
    keepsSourceIds = pack.idKind(Entity.ENGAGEMENTS) == IdKind.KEPT;
    Fields fields = shaper.fields();
    values = new Object[fields.size()];
    legacyId = fields.position("legacyId");
    emailId = fields.position("emailId");
    contactId = fields.position("contactId");
    kind = fields.position("kind");
    url = fields.position("url");
    agent = fields.position("agent");
    machine = fields.position("machine");
    occurredAt = fields.position("occurredAt");
    eventId = fields.has("eventId") ? fields.position("eventId") : -1;
    usesOccurredAt = fields.uses("occurredAt");
    declared = new LiveFields(fields);
    references = new SurvivingReferences(pack, fields);
  }

  /** The value for Kafka of an engagement of the snapshot. */
  @Override
  public byte[] transform(IndexedRecord from) throws QuarantinedException {
    if (reader == null || !reader.reads(from.getSchema())) {
      reader = RowReader.of(from.getSchema(), shaper.fields());
      Schema.Field id = from.getSchema().getField("eventId");
      eventIdInRow = id == null ? -1 : id.pos();
    }
    reader.replacements().begin();
    reader.into(from, values);
    String event = eventIdInRow < 0 ? null : (String) from.get(eventIdInRow);
    event = event == null || event.isBlank() ? null : event;
    if (eventId >= 0) {
      values[eventId] = event;
    }
    plausible();
    return reader.replacements().shaped(shaper, values, event);
  }

  private void plausible() {
    if (values[occurredAt] != null) {
      try {
        times.check(Entity.ENGAGEMENTS, Micros.instant((Long) values[occurredAt]), "occurredAt");
      } catch (QuarantinedException e) {
        values[occurredAt] = reader.replacements().instead(occurredAt, e);
      }
    }
  }

  /** A live event comes without its source's pack, and so no value of it is replaced. */
  @Override
  public List<ReplacedValue> replaced() {
    return reader == null ? List.of() : reader.replacements().replaced();
  }

  @Override
  public List<CloseValue> close() {
    return shaper.close();
  }

  /**
   * The value for Kafka of a live event. Its references to merged rows become those to the
   * survivors. Where only the provider's message id names the email, the loader finds it, by the
   * recipient too where several emails have that id. A recipient that is no address decides
   * nothing.
   *
   * @param merges groups of the run; may be those of none where {@link #needsMerges} is false
   * @throws QuarantinedException where it has no id that it can be recognised by, too; with all
   *     that it violates
   */
  byte[] live(LiveEngagement from, RunMerges merges) throws QuarantinedException {
    if (reader != null) {
      reader.replacements().begin();
    }
    violations.begin();
    String identity = identity(from);
    Arrays.fill(values, null);
    ids(from.getLegacyId(), from.getEventId(), from.getEmailId(), from.getContactId());
    rest(from.getKind(), from.getUrl(), from.getAgent(), from.getMachine());
    time(from.getOccurredAt());
    declared.into(from.getFields(), values, violations);
    references.replace(values, merges);
    String messageId = from.getEmailId() == null ? from.getMessageId() : null;
    String recipient =
        messageId == null ? null : NormalisedAddress.of(from.getRecipient()).orElse(null);
    QuarantinedException first = null;
    if (violations.isEmpty()) {
      try {
        return shaper.shapeLive(values, from.getEventId(), identity, messageId, recipient);
      } catch (QuarantinedException e) {
        first = e;
        violations.add(e);
      }
    }
    ColumnViolations.add(
        shaper.violations(values, from.getEventId(), messageId),
        first,
        violations,
        shaper.fields(),
        values);
    throw violations.all();
  }

  /** Whether an event refers to rows that the run may have merged. */
  boolean needsMerges(LiveEngagement event) {
    return references.isIn(event);
  }

  private void ids(String legacy, String event, String email, String contact) {
    values[legacyId] = legacy;
    values[emailId] = email;
    values[contactId] = contact;
    if (eventId >= 0) {
      values[eventId] = event;
    }
  }

  private void rest(String kindText, String urlText, String agentText, String machineText) {
    values[kind] = kindText;
    values[url] = urlText;
    values[agent] = agentText;
    values[machine] = machineText;
  }

  private void time(Instant at) {
    if (usesOccurredAt) {
      try {
        values[occurredAt] = Micros.of(at, "occurredAt");
        times.check(Entity.LIVE, at, "occurredAt");
      } catch (QuarantinedException e) {
        values[occurredAt] = null;
        violations.add(occurredAt, e);
      }
    }
  }

  private String identity(LiveEngagement event) {
    String identity = LiveEvents.identity(event);
    if (identity == null) {
      violations.add(
          legacyId,
          new QuarantinedException(
              QuarantineReason.REQUIRED_MISSING,
              "eventId",
              "Expected an eventId or a legacyId that the event can be recognised by, found neither."));
    } else if (keepsSourceIds && event.getLegacyId() == null) {
      violations.add(
          legacyId,
          new QuarantinedException(
              QuarantineReason.REQUIRED_MISSING,
              "legacyId",
              "Expected a legacyId, since the pack keeps the source's ids of engagements, found none;"
                  + " only events from the source's table have one."));
    }
    return identity;
  }
}
