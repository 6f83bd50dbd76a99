package dev.godwit.local.bench;

import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Stack;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures the stack's processes between two moments. Not thread-safe. */
final class Meter {
  private final Map<Part, ProcessHandle> processes = new EnumMap<>(Part.class);
  private final Map<Part, Double> cpuBefore = new EnumMap<>(Part.class);
  private final Map<Part, Double> treePeak = new EnumMap<>(Part.class);

  Meter(Stack stack) {
    for (Part part : Part.values()) {
      Optional<ProcessHandle> process = ProcessHandle.of(stack.pid(part));
      process.ifPresent(handle -> processes.put(part, handle));
    }
  }

  /** The first moment. */
  void begin() {
    processes.forEach(
        (part, process) -> {
          ProcessFigures.forgetPeak(process);
          cpuBefore.put(part, ProcessFigures.cpuSeconds(process));
        });
  }

  /** Looks at what has to be looked at in between: the memory of PostgreSQL's many processes. */
  void look() {
    ProcessHandle postgres = processes.get(Part.POSTGRES);
    if (postgres != null) {
      treePeak.merge(Part.POSTGRES, ProcessFigures.treeMiB(postgres), Math::max);
    }
  }

  /** The second moment. */
  List<ProcessUse> end() {
    look();
    List<ProcessUse> uses = new ArrayList<>();
    processes.forEach(
        (part, process) ->
            uses.add(
                new ProcessUse(
                    part.label(),
                    ProcessFigures.cpuSeconds(process) - cpuBefore.get(part),
                    treePeak.getOrDefault(part, ProcessFigures.peakMiB(process)))));
    return uses;
  }
}
