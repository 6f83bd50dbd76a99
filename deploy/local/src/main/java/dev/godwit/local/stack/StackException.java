package dev.godwit.local.stack;

/** The stack cannot do what was asked; the message says what was found and what to do. */
public final class StackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StackException(String message) {
    super(message);
  }

  public StackException(String message, Throwable cause) {
    super(message, cause);
  }
}
