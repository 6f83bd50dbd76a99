package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.domain.state.ImpossibleEventException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jboss.logging.Logger;

/**
 * Decides what happens when the engine's thread dies. A broken history stops it for good, since
 * nothing decided from a wrong state can be trusted; anything else, such as a broker that was away
 * for long, begins again with a new thread. Thread-safe.
 */
final class EngineFailure implements StreamsUncaughtExceptionHandler {
  private static final Logger LOG = Logger.getLogger(EngineFailure.class);

  @Override
  public StreamThreadExceptionResponse handle(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ImpossibleEventException) {
        LOG.error("The engine stops for good: the history of events is broken", failure);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
      }
    }
    LOG.error("The engine continues with a new thread", failure);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }
}
