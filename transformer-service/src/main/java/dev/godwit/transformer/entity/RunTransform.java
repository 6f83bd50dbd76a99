package dev.godwit.transformer.entity;

import dev.godwit.pack.TargetPack;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.ExtractedContact;
import dev.godwit.row.v1.ExtractedEmail;
import dev.godwit.row.v1.ExtractedEngagement;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.transformer.normalise.PlausibleTimes;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.worker.run.RunSpec;
import org.apache.avro.specific.SpecificRecord;

/**
 * Transforms the records of one run, as its target pack says. Compiled once a run, so that nothing
 * is looked up by name for a record. Not thread-safe.
 */
public final class RunTransform {
  private final RunSpec run;
  private final ContactTransform contacts;
  private final EmailTransform emails;
  private final EngagementTransform engagements;

  /**
   * Compiles.
   *
   * @param pack the run's target pack, checked against the catalogue
   * @throws IllegalArgumentException where the pack asks for the impossible; fatal
   */
  public RunTransform(RunSpec run, TargetPack pack) {
    this(run, pack, PlausibleTimes.ANY);
  }

  /**
   * As above.
   *
   * @param times times that an open or click can have
   */
  public RunTransform(RunSpec run, TargetPack pack, PlausibleTimes times) {
    this.run = run;
    this.contacts = new ContactTransform(run, pack);
    this.emails = new EmailTransform(run, pack);
    this.engagements = new EngagementTransform(run, pack, times);
  }

  /** The run. */
  public RunSpec run() {
    return run;
  }

  /**
   * The value for Kafka of one record, still without the wire format's first bytes.
   *
   * @throws QuarantinedException where the target cannot take the record
   * @throws ClassCastException where the record is not one of the entity
   */
  public byte[] transform(Entity entity, SpecificRecord record) throws QuarantinedException {
    return switch (record) {
      case ExtractedContact contact -> contacts.transform(contact);
      case ExtractedEmail email -> emails.transform(email);
      case ExtractedEngagement engagement -> engagements.snapshot(engagement);
      case LiveEngagement event -> engagements.live(event);
      default -> throw new IllegalArgumentException("Expected a known entity, found none.");
    };
  }
}
