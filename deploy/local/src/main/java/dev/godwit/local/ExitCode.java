package dev.godwit.local;

/** What the program's exit codes mean. */
public final class ExitCode {
  /** What was asked for was done. */
  public static final int DONE = 0;

  /** It was not done; standard error says why. */
  public static final int FAILED = 1;

  /** The command line was not understood. */
  public static final int MISUSED = 2;

  private ExitCode() {}
}
