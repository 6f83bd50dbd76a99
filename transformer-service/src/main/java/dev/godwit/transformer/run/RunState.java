package dev.godwit.transformer.run;

/** Whether a run's records can go on now. */
public sealed interface RunState {
  /** They can. */
  record Ready(RunTransform transform) implements RunState {}

  /**
   * Not yet: its event was not read so far, its target database is down, or its pack was refused
   * and the run is about to fail. They stay where they are.
   */
  record Waiting(String why) implements RunState {}

  /** The run is over or is being undone; its records are passed over. */
  record Stopped() implements RunState {}
}
