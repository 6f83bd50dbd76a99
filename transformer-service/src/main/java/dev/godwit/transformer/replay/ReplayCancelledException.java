package dev.godwit.transformer.replay;

/** A person cancelled the replay. Not an error: what it did stays, and is reported. */
final class ReplayCancelledException extends Exception {
  private static final long serialVersionUID = 1L;

  ReplayCancelledException() {
    super("The replay is cancelled.", null, false, false);
  }
}
