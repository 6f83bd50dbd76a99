package dev.godwit.local.bench;

import java.time.Duration;
import java.util.List;

/**
 * A move while live events came in.
 *
 * @param events sent and acknowledged, from before the freeze until after the commit
 * @param eventsPerSecond over that time
 * @param freezeToVerdict from the freeze's intent to the verdict, by the events' times
 * @param processes what each process used from freeze to verdict
 * @param addsUp the ledger at a last cut held against what was sent
 */
record LiveFigures(
    long events,
    double eventsPerSecond,
    Duration freezeToVerdict,
    List<ProcessUse> processes,
    boolean addsUp) {
  LiveFigures {
    processes = List.copyOf(processes);
  }
}
