package dev.godwit.cli;

import picocli.CommandLine.Option;

/** A command that begins a run, which can be followed at once. */
abstract class RunningCommand extends CustomerCommand {
  @Option(
      names = "--watch",
      description = "Follow the run until it ends; the exit code says how it ended.")
  boolean watch;

  @Override
  boolean follows() {
    return watch;
  }
}
