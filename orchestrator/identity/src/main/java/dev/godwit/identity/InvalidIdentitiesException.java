package dev.godwit.identity;

/**
 * Identities or tokens cannot be read or changed as asked; a person has to correct them. The
 * message says what was expected, what was found and what to do.
 */
public final class InvalidIdentitiesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidIdentitiesException(String message) {
    super(message);
  }

  InvalidIdentitiesException(String message, Throwable cause) {
    super(message, cause);
  }
}
