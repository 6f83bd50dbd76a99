package dev.godwit.extractor.snapshot;

/**
 * The exported snapshot is gone, and with it the state that the run reads: the run must begin
 * again.
 */
public final class SnapshotLostException extends Exception {
  public SnapshotLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
