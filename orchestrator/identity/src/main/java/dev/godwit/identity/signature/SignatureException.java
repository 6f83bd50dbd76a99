package dev.godwit.identity.signature;

/** A signature that proves nothing. Not retriable: the record stays as it is. */
public final class SignatureException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String expected;
  private final String found;
  private final String action;
  private final String claimed;

  /**
   * @param expected what was expected
   * @param found what was found; no content of the command
   * @param action what to do
   */
  public SignatureException(String expected, String found, String action) {
    this(expected, found, action, "");
  }

  private SignatureException(String expected, String found, String action, String claimed) {
    super("Expected %s, found %s. %s".formatted(expected, found, action), null, false, false);
    this.expected = expected;
    this.found = found;
    this.action = action;
    this.claimed = claimed;
  }

  /** The same, of a signature that names this identity, which is not proved. */
  SignatureException of(String identity) {
    return new SignatureException(expected, found, action, identity);
  }

  /** The expectation; never blank. */
  public String expected() {
    return expected;
  }

  /** The finding; never blank, never content of the command. */
  public String found() {
    return found;
  }

  /** The next step; never blank. */
  public String action() {
    return action;
  }

  /** The identity that the signature names without proof; empty where none is known. */
  public String claimed() {
    return claimed;
  }
}
