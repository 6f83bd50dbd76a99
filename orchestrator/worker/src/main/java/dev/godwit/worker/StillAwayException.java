package dev.godwit.worker;

/** What something needs is away for longer than others may wait for it: do it later. */
public final class StillAwayException extends Exception {
  public StillAwayException(String what) {
    super("Expected " + what + " to be back by now, but it is still away.");
  }
}
