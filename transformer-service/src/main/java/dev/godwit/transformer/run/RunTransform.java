package dev.godwit.transformer.run;

import dev.godwit.common.v1.Entity;
import dev.godwit.pack.TargetPack;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.worker.RunSpec;
import java.util.EnumMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** What a run's target pack makes of its records. Compiled once a run. Not thread-safe. */
public final class RunTransform {
  private final RunSpec run;
  private final Map<Entity, EntityTransform> transforms = new EnumMap<>(Entity.class);

  /**
   * Compiles.
   *
   * @param pack the run's target pack, checked against the catalogue
   * @throws IllegalArgumentException where the pack asks for what cannot be; fatal
   */
  public RunTransform(RunSpec run, TargetPack pack) {
    this.run = run;
    transforms.put(Entity.CONTACTS, new ContactTransform(run, pack));
    transforms.put(Entity.EMAILS, new EmailTransform(run, pack));
    transforms.put(Entity.ENGAGEMENTS, new EngagementTransform(run, pack));
    transforms.put(Entity.LIVE, new LiveTransform(run, pack));
  }

  public RunSpec run() {
    return run;
  }

  /**
   * The value for Kafka of one record of the entity.
   *
   * @throws QuarantinedException where it cannot go on
   */
  public byte[] transform(Entity entity, SpecificRecord record) throws QuarantinedException {
    return transforms.get(entity).transform(record);
  }
}
