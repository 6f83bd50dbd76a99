package dev.godwit.extractor.engagement;

/**
 * What came of giving an event to the old system.
 *
 * @param held true where the old system holds the event now
 * @param reason typed reason why it does not; null where it does
 * @param field canonical field that is at fault; may be null
 * @param detail what was expected and found, without a value; null where it is held
 */
public record SourceWrite(boolean held, String reason, String field, String detail) {
  /** The old system holds it. */
  public static final SourceWrite HELD = new SourceWrite(true, null, null, null);

  /** It cannot be held. */
  public static SourceWrite refused(String reason, String field, String detail) {
    return new SourceWrite(false, reason, field, detail);
  }
}
