package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.RebuildOrder;
import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.domain.decide.Settings;
import dev.godwit.orchestrator.trust.CommandTrust;
import dev.godwit.orchestrator.trust.UnsignedCommands;
import dev.godwit.trace.Traces;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * The parts that every processor of the engine is made of. Thread-safe.
 *
 * @param settings of the control plane
 * @param wire makes a wire format of its own for each processor
 * @param codec between domain and schemas
 * @param history every event there is, for a rebuild
 * @param metrics counts
 * @param cuts how often live engagement is cut
 * @param agreed the time at which clocks act, for a time of the wall clock; both milliseconds since
 *     1970. It is no later than that, and does not follow a step forward
 * @param rebuild whether the stores are to be built from the events at the start, full or not
 * @param order to build them while the engine runs
 * @param traces spans of what is decided
 * @param trust whose signatures count, and the orchestrator's own
 * @param unsigned commands that nobody needs to sign
 */
record Engine(
    Settings settings,
    Supplier<Wire> wire,
    ControlPlaneCodec codec,
    EventHistory history,
    EngineMetrics metrics,
    CutIntervals cuts,
    LongUnaryOperator agreed,
    AtomicBoolean rebuild,
    RebuildOrder order,
    Traces traces,
    CommandTrust trust,
    UnsignedCommands unsigned) {

  /** Whether a rebuild was asked for and nobody has begun it yet. */
  boolean takeRebuild() {
    return rebuild.getAndSet(false);
  }
}
