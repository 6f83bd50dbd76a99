package dev.godwit.loader.statements;

import dev.godwit.loader.orders.OrderTraces;
import dev.godwit.loader.orders.OrderWatch;
import dev.godwit.loader.progress.PackSqlStore.Due;
import dev.godwit.loader.targetdb.TargetDatabase;
import dev.godwit.loader.targetdb.TargetDatabases;
import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.trace.Traces;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.worker.outage.OutageRetry;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunTraces;
import dev.godwit.worker.stage.StageIdentity;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Runs the SQL of packs that the target databases say is to run: once an order was stored, at the
 * start of the process, and every few seconds, so that SQL is run here when the loader that took
 * the task is gone. The SQL of one run holds up neither loading, tasks nor other runs. Thread-safe.
 */
@ApplicationScoped
public class StatementWorkers {
  private final StatementWorker.Shared shared;
  private final List<OrderWatch<Due>> watches = new CopyOnWriteArrayList<>();
  private final TargetDatabases databases;

  StatementWorkers(
      KafkaSettings kafka,
      TargetPacks packs,
      RunRegistry runs,
      OutageRetry outage,
      StageIdentity identity,
      Traces traces,
      RunTraces runTraces) {
    this.shared =
        new StatementWorker.Shared(
            kafka,
            packs,
            runs,
            outage,
            identity,
            new StatementReports(kafka, runTraces, identity.instance() + "-sql"),
            new OrderTraces(traces, runTraces));
    this.databases = new TargetDatabases("godwit-sql-databases", packs, this::start);
  }

  void start(@Observes StartupEvent event) {
    databases.start();
  }

  private void start(TargetDatabase database) {
    OrderWatch<Due> watch =
        new OrderWatch<>(database, shared.packs(), new StatementOrders(database, shared));
    watches.add(watch);
    watch.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    databases.end();
    for (OrderWatch<Due> watch : watches) {
      watch.stop();
    }
    shared.reports().close();
  }

  /** An order was stored: it is run at once, unless another loader has begun it. */
  void wake() {
    watches.forEach(OrderWatch::wake);
  }
}
