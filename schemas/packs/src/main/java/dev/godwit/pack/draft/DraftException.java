package dev.godwit.pack.draft;

/** Why no draft of a pack can be made: what was expected, what was found, and what to do. */
public final class DraftException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean usage;

  private DraftException(String message, boolean usage) {
    super(message);
    this.usage = usage;
  }

  /** The command line names something that is not there. */
  static DraftException wrongUsage(String expected, String found, String action) {
    return new DraftException(text(expected, found, action), true);
  }

  /** The database cannot be reached, or not be read. */
  static DraftException notReached(String expected, String found, String action) {
    return new DraftException(text(expected, found, action), false);
  }

  /** True where the command line has to be corrected, false where the database has to. */
  public boolean isWrongUsage() {
    return usage;
  }

  private static String text(String expected, String found, String action) {
    return "expected " + expected + ", found " + found + "; " + action;
  }
}
