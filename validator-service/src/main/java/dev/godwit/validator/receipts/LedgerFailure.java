package dev.godwit.validator.receipts;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jboss.logging.Logger;

/**
 * A ledger thread that dies is replaced: its transaction was aborted, so nothing is half counted.
 * Without this the process would stay alive without its topology. Thread-safe.
 */
@ApplicationScoped
public class LedgerFailure implements StreamsUncaughtExceptionHandler {
  private static final Logger LOG = Logger.getLogger(LedgerFailure.class);

  @Override
  public StreamThreadExceptionResponse handle(Throwable failure) {
    LOG.error("The ledger's thread ended; another one takes its place", failure);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }
}
