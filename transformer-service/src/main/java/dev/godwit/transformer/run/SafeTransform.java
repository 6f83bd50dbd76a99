package dev.godwit.transformer.run;

import dev.godwit.common.v1.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.quarantine.QuarantinedException;
import org.apache.avro.specific.SpecificRecord;
import org.jboss.logging.Logger;

/** Transforms a record into an outcome, whatever it meets. Stateless. */
final class SafeTransform {
  private static final Logger LOG = Logger.getLogger(SafeTransform.class);

  private SafeTransform() {}

  /**
   * The outcome of one record of a run that is ready.
   *
   * @param id what the quarantine shows it by
   * @param rows source rows it stands for
   */
  static Outcome outcome(
      RunTransform run, Entity entity, SpecificRecord record, String id, long rows) {
    try {
      return new Outcome.Passed(run.run(), run.transform(entity, record), rows);
    } catch (QuarantinedException e) {
      return new Outcome.Quarantined(run.run(), id, rows, e);
    } catch (RuntimeException e) {
      // Nothing else stops for a record that meets a mistake of ours. Its message may quote it.
      StackTraceElement at = e.getStackTrace().length == 0 ? null : e.getStackTrace()[0];
      LOG.errorf("A record of %s met %s at %s.", entity, e.getClass().getName(), at);
      return new Outcome.Quarantined(
          run.run(),
          id,
          rows,
          new QuarantinedException(
              QuarantineReason.UNREADABLE,
              null,
              "Expected a record that can be transformed, but met "
                  + e.getClass().getSimpleName()
                  + ". The log says where; please report it."));
    }
  }
}
