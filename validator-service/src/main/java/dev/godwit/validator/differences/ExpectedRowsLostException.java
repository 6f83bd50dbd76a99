package dev.godwit.validator.differences;

/** The rows that the target should hold are no longer in Kafka, or cannot be read. Fatal. */
public final class ExpectedRowsLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message of what was expected, what was found and what to do. */
  public ExpectedRowsLostException(String message) {
    super(message);
  }

  /** As the other, with the cause. */
  public ExpectedRowsLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
