package dev.godwit.local.chaos;

import dev.godwit.local.chaos.fault.SmallFileSystem;
import dev.godwit.local.chaos.fault.SteppedClock;
import java.util.Optional;

/** Requirement of a disturbance; where the machine lacks it, its cases are skipped. */
enum Requirement {
  /** Nothing. */
  NOTHING("") {
    @Override
    boolean isMet() {
      return true;
    }
  },
  /** The right to mount a file system. */
  MOUNT("root") {
    @Override
    boolean isMet() {
      return SmallFileSystem.isPossible();
    }
  },
  /** The library that steps the clock of a process. */
  CLOCK("libfaketime") {
    @Override
    boolean isMet() {
      return SteppedClock.library().isPresent();
    }
  };

  private final String needed;

  Requirement(String needed) {
    this.needed = needed;
  }

  abstract boolean isMet();

  /** Why its cases are skipped, in a few words; empty where they are not. */
  Optional<String> skipped() {
    return isMet() ? Optional.empty() : Optional.of("skipped: needs " + needed);
  }
}
