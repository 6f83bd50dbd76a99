package dev.godwit.extractor.snapshot;

/**
 * The exported snapshot of a run does not exist any more, and with it the state that the run reads.
 * Fatal for the run: the orchestrator starts another one.
 */
public final class SnapshotLostException extends Exception {
  public SnapshotLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
