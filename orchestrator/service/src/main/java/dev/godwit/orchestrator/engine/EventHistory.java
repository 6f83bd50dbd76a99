package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.domain.event.Recorded;
import java.util.function.Consumer;

/** Every event there is, in the order of its topic. */
interface EventHistory {
  void forEach(Consumer<Recorded> reader);
}
