package dev.godwit.extractor.engagement;

import dev.godwit.records.QuarantineReason;

/**
 * The result of writing an event into the source.
 *
 * @param held true where the source holds the event now
 * @param reason why it does not; null where it does
 * @param field canonical field at fault; may be null
 * @param detail what was expected and found, without a value; null where the event is held
 */
public record SourceWrite(boolean held, QuarantineReason reason, String field, String detail) {
  /** The source holds the event. */
  public static final SourceWrite HELD = new SourceWrite(true, null, null, null);

  /** The source cannot hold the event. */
  public static SourceWrite refused(QuarantineReason reason, String field, String detail) {
    return new SourceWrite(false, reason, field, detail);
  }
}
