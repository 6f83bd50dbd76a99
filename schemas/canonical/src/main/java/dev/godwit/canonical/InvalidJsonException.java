package dev.godwit.canonical;

/** A text is not JSON. The message has the place and the expectation, never the text. */
public final class InvalidJsonException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int position;

  InvalidJsonException(String expected, int position) {
    super("Expected " + expected + " at character " + position + ", but found something else.");
    this.position = position;
  }

  /** Position of the first character that does not fit, from 0. */
  public int position() {
    return position;
  }
}
