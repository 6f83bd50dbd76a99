package dev.godwit.validator.readback;

/**
 * The database answered in a form that cannot be read. Fatal: the same question gets the same
 * answer.
 */
public final class ReadBackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReadBackException(String message) {
    super(message);
  }
}
