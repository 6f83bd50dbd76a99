package dev.godwit.validator.differences;

/** What the new system should hold is no longer in Kafka, or cannot be read there. Fatal. */
public final class ExpectedRowsLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what was expected, what was found and what to do. */
  public ExpectedRowsLostException(String message) {
    super(message);
  }

  /** As the other, with the cause. */
  public ExpectedRowsLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
