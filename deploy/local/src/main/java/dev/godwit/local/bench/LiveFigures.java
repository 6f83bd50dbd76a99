package dev.godwit.local.bench;

import java.time.Duration;

/**
 * A move while live events came in.
 *
 * @param events sent and acknowledged, from before the freeze until after the commit
 * @param eventsPerSecond over that time
 * @param freezeToVerdict from the freeze's intent to the verdict, by the events' times
 * @param addsUp the ledger at a last cut held against what was sent
 */
record LiveFigures(long events, double eventsPerSecond, Duration freezeToVerdict, boolean addsUp) {}
