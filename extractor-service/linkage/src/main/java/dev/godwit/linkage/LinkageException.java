package dev.godwit.linkage;

/**
 * A search that cannot go on: rows that break the contract, or spill files that cannot be written.
 */
public final class LinkageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a text that says what was expected, what was found, and what to do. */
  public LinkageException(String message) {
    super(message);
  }

  /** The same with a cause. */
  public LinkageException(String message, Throwable cause) {
    super(message, cause);
  }
}
