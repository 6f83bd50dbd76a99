package dev.godwit.pgcopy;

/**
 * The bytes of a COPY do not follow the binary format, or the rows are not those that the statement
 * should give. Fatal for the run: the same statement gives the same bytes.
 */
public final class CopyFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CopyFormatException(String message) {
    super(message);
  }
}
