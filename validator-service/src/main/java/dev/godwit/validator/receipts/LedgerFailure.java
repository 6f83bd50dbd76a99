package dev.godwit.validator.receipts;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jboss.logging.Logger;

/**
 * Replaces a thread of the topology that has died: its transaction was aborted, so that nothing is
 * half counted. Without this the process would stay alive without its topology. Thread-safe.
 */
@ApplicationScoped
public class LedgerFailure implements StreamsUncaughtExceptionHandler {
  private static final Logger LOG = Logger.getLogger(LedgerFailure.class);

  @Override
  public StreamThreadExceptionResponse handle(Throwable failure) {
    LOG.error("The thread of the ledgers ended; starting another one.", failure);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }
}
