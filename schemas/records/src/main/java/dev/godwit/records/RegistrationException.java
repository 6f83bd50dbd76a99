package dev.godwit.records;

/** A registry refused a schema; fatal, the message carries its answer. */
public final class RegistrationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RegistrationException(String message) {
    super(message);
  }
}
