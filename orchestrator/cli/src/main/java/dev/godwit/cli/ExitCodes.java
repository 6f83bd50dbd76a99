package dev.godwit.cli;

/** Exit codes of all commands; {@link OrchestratorCommand} documents them in the help. */
public final class ExitCodes {
  public static final int OK = 0;
  public static final int RUN_FAILED = 1;
  public static final int USAGE = 2;
  public static final int REJECTED = 3;
  public static final int UNREACHABLE = 4;
  public static final int UNKNOWN = 5;
  public static final int HELD = 6;
  public static final int UNANSWERED = 7;
  public static final int UNAVAILABLE = 8;
  public static final int STUCK = 9;
  public static final int FORBIDDEN = 10;

  private ExitCodes() {}
}
