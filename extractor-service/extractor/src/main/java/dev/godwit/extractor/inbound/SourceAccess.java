package dev.godwit.extractor.inbound;

import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.OutageRetry;
import dev.godwit.worker.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;

/** Work on the source database: begun again from nothing while that is down. Thread-safe. */
@ApplicationScoped
public class SourceAccess {
  private static final String SOURCE = "the source database";

  private OutageRetry outage;

  SourceAccess() {}

  @Inject
  SourceAccess(OutageRetry outage) {
    this.outage = outage;
  }

  <T> T during(TaskEnvelope task, TaskTransaction transaction, Callable<T> work) throws Exception {
    return outage.retry(
        SOURCE,
        task,
        transaction.alsoWhenStopped(),
        () -> {
          transaction.restart();
          return work.call();
        });
  }
}
