package dev.godwit.identity.signature;

/**
 * A file of keys that cannot be used. Fatal at a start; a running process keeps the former keys.
 */
public final class KeyFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public KeyFileException(String message) {
    super(message);
  }

  public KeyFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
